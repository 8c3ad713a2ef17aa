package io.ocellus.annotation.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the administrator's account when there is none. The password is written to its file before the account is committed, so that a
 * process killed between the two leaves a password that the next start takes up, never an account that nobody can enter.
 */
final class FirstStart {
    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
    private static final int LENGTH = 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Secrets secrets;
    private final IdentitySettings settings;

    FirstStart(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Accounts accounts,
            Passwords passwords,
            Secrets secrets,
            IdentitySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.accounts = accounts;
        this.passwords = passwords;
        this.secrets = secrets;
        this.settings = settings;
    }

    void run() {
        Path file = settings.adminPasswordFile();
        if (file == null || anyAdministrator()) {
            return;
        }
        String hash = passwords.hash(password(file));
        transactions.executeWithoutResult(status -> {
            jdbc.sql("LOCK TABLE identity.account IN SHARE ROW EXCLUSIVE MODE").update();
            if (!anyAdministrator()) {
                accounts.insert(new Accounts.NewAccount(settings.adminName(), "", "", "", hash, true, Set.of("admin")));
                log.info("the account {} was made; its password lies in {}", settings.adminName(), file);
            }
        });
    }

    private boolean anyAdministrator() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identity.account WHERE is_superuser)")
                .query(Boolean.class)
                .single();
    }

    private String password(Path file) {
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
            Files.createDirectories(folder);
            String made = secrets.word(LENGTH);
            Path fresh = Files.createTempFile(
                    folder,
                    ".admin-password",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(
                        fresh, made + "\n", StandardCharsets.UTF_8, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
                Files.createLink(file, fresh);
                return made;
            } catch (FileAlreadyExistsException e) {
                return existing(file);
            } finally {
                Files.delete(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the administrator's password cannot be written to " + file, e);
        }
    }

    private static String existing(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty: write a password into it, or remove it");
        }
        return text;
    }
}
