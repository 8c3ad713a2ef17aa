package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords. A password that fitted once is remembered for the account's version, under a key of this process, so that Basic costs
 * one query a request and a change of password or rights is seen at once. An unknown name costs as much as a wrong password. Thread-safe.
 */
final class Passwords {
    private static final int REMEMBERED = 4096;

    private final Accounts accounts;
    private final PasswordHashes hashes;
    private final SignInThrottle throttle;
    private final SecretKeySpec key;
    private final String nobody;
    private final Map<String, Long> fitted = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    Passwords(Accounts accounts, PasswordHashes hashes, SignInThrottle throttle, Secrets secrets) {
        this.accounts = accounts;
        this.hashes = hashes;
        this.throttle = throttle;
        this.key = new SecretKeySpec(HexFormat.of().parseHex(secrets.hex(32)), "HmacSHA256");
        this.nobody = secrets.hex(16);
    }

    /** The active account with this name (or e-mail address) and password. Throws when this caller has guessed too often. */
    Optional<Account> check(String name, String password, String address) {
        if (name.isEmpty() || name.length() > 254 || name.indexOf('\0') >= 0 || password.length() > 1024) {
            return Optional.empty();
        }
        Optional<Account> found = accounts.byUsername(name).or(() -> accounts.byEmail(name));
        String remembered =
                found.map(account -> fingerprint(account.id(), password)).orElse("");
        if (found.isPresent() && remembers(remembered, found.get().credentialVersion())) {
            return found.filter(Account::active);
        }
        throttle.check(name, address);
        if (!found.map(account -> hashes.fits(password, account.password())).orElseGet(() -> wasted(password))) {
            throttle.failed(name, address);
            return Optional.empty();
        }
        Account account = found.orElseThrow();
        if (!account.active()) {
            return Optional.empty();
        }
        throttle.succeeded(name, address);
        if (hashes.outdated(account.password())) {
            accounts.rehash(account, hashes.hash(password));
        }
        synchronized (fitted) {
            fitted.put(remembered, account.credentialVersion());
        }
        return found;
    }

    /** For a change of password: the old one, of a known account. */
    boolean fits(Account account, String password) {
        return hashes.fits(password, account.password());
    }

    String hash(String password) {
        return hashes.hash(password);
    }

    private boolean wasted(String password) {
        hashes.hash(password + nobody);
        return false;
    }

    private boolean remembers(String fingerprint, long version) {
        synchronized (fitted) {
            Long known = fitted.get(fingerprint);
            return known != null && known == version;
        }
    }

    private String fingerprint(long account, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(Long.toString(account).getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC", e);
        }
    }

    static Failure wrong() {
        return Failure.Invalid.field("non_field_errors", "Unable to log in with provided credentials.");
    }
}
