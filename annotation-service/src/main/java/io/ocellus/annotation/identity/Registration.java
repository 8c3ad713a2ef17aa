package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.Fields;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes accounts for people who register. A registered account is in the group {@code user}. Thread-safe. */
public final class Registration {
    static final Pattern USERNAME = Pattern.compile("[\\w.@+-]{1,150}", Pattern.UNICODE_CHARACTER_CLASS);
    static final Pattern EMAIL =
            Pattern.compile("[^@\\s\\x00-\\x1f<>()\\[\\],;:\"]+@[^@\\s\\x00-\\x1f<>()\\[\\],;:\"]+\\.[^@\\s.]+");
    private static final int SHORTEST_NAME = 1;

    private final Accounts accounts;
    private final Passwords passwords;
    private final TransactionTemplate transactions;

    Registration(Accounts accounts, Passwords passwords, TransactionTemplate transactions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.transactions = transactions;
    }

    Account register(Fields fields) {
        String username = fields.requiredText("username", 150);
        String email = fields.text("email", 254, false).orElse("");
        String firstName = fields.text("first_name", 150, false).orElse("");
        String lastName = fields.text("last_name", 150, false).orElse("");
        String password = password(fields, "password1");
        String again = password(fields, "password2");
        if (!username.isEmpty()) {
            if (username.codePointCount(0, username.length()) < SHORTEST_NAME) {
                fields.reject("username", "Ensure this field has at least " + SHORTEST_NAME + " characters.");
            } else if (!USERNAME.matcher(username).matches()) {
                fields.reject("username", "A username has letters, digits and @ . + - _ only.");
            } else if (accounts.byUsername(username).isPresent()) {
                fields.reject("username", "A user with that username already exists.");
            }
        }
        if (!email.isEmpty() && !EMAIL.matcher(email).matches()) {
            fields.reject("email", "Enter a valid email address.");
        } else if (!email.isEmpty() && accounts.emailTaken(email)) {
            fields.reject("email", "A user is already registered with this e-mail address.");
        }
        if (!password.isEmpty()) {
            PasswordRules.objections(password, username, email).forEach(text -> fields.reject("password1", text));
        }
        fields.check();
        if (!password.equals(again)) {
            throw Failure.Invalid.field("non_field_errors", "The two password fields didn't match.");
        }
        return create(username, firstName, lastName, email, password, Set.of("user"));
    }

    /** An account as it is given: for tests and for administration. */
    public Account create(
            String username, String firstName, String lastName, String email, String password, Set<String> groups) {
        boolean admin = groups.contains("admin");
        Accounts.NewAccount made =
                new Accounts.NewAccount(username, firstName, lastName, email, passwords.hash(password), admin, groups);
        try {
            Long id = transactions.execute(status -> accounts.insert(made));
            return accounts.byId(java.util.Objects.requireNonNull(id, "id is null"))
                    .orElseThrow();
        } catch (DuplicateKeyException e) {
            throw new Failure.Invalid(
                    java.util.Map.of("username", java.util.List.of("A user with that username already exists.")));
        }
    }

    static String password(Fields fields, String name) {
        if (!fields.has(name)) {
            fields.reject(name, "This field is required.");
            return "";
        }
        String value = fields.rawText(name, 1024).orElse("");
        if (value.isEmpty()) {
            fields.reject(name, "This field may not be blank.");
        }
        return value;
    }
}
