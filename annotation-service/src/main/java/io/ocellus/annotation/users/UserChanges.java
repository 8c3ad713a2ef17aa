package io.ocellus.annotation.users;

import io.ocellus.annotation.identity.Account;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.Sent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what a client wants to change about a user. Stateless. */
final class UserChanges {
    private static final Pattern USERNAME = Pattern.compile("[\\w.@+-]{1,150}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    private static final Set<String> OWN = Set.of("url", "id", "username", "first_name", "last_name");
    private static final Set<String> RIGHTS = Set.of("is_staff", "is_superuser", "groups", "is_active", "email");
    private static final Set<String> GROUPS = Set.of("admin", "user", "worker");

    private UserChanges() {}

    /** Names only: rights are not one's own to give, and a mail address proves who one is. */
    static Account byOneself(Account account, Fields fields) {
        Set<String> unknown = new TreeSet<>(fields.names());
        unknown.removeAll(OWN);
        if (!unknown.isEmpty()) {
            boolean rights = unknown.stream().anyMatch(RIGHTS::contains);
            fields.reject(
                    "non_field_errors",
                    (rights ? "You do not have permissions to access some of these fields: " : "Got unknown fields: ")
                            + unknown);
        }
        return named(account, fields);
    }

    static Account byStaff(Account account, Fields fields) {
        Account named = named(account, fields);
        Sent<String> email = fields.text("email", 254, true);
        if (email.given()
                && !email.orElse("").isEmpty()
                && !EMAIL.matcher(email.orElse("")).matches()) {
            fields.reject("email", "Enter a valid email address.");
        }
        Sent<List<String>> groups = fields.texts("groups", 3, 32);
        for (String group : groups.orElse(List.of())) {
            if (!GROUPS.contains(group)) {
                fields.reject("groups", "Object with name=" + group + " does not exist.");
            }
        }
        return new Account(
                account.id(),
                named.username(),
                named.firstName(),
                named.lastName(),
                email.orElse(account.email()),
                account.password(),
                account.credentialVersion(),
                fields.flag("is_staff").orElse(account.staff()),
                fields.flag("is_superuser").orElse(account.superuser()),
                fields.flag("is_active").orElse(account.active()),
                account.analyticsAccess(),
                account.lastLogin(),
                account.joined(),
                groups.given() ? Set.copyOf(groups.orElse(List.of())) : account.groups());
    }

    private static Account named(Account account, Fields fields) {
        Sent<String> username = fields.text("username", 150, false);
        if (username.given()
                && !username.orElse("").isEmpty()
                && !USERNAME.matcher(username.orElse("")).matches()) {
            fields.reject("username", "A username has letters, digits and @ . + - _ only.");
        }
        return new Account(
                account.id(),
                username.orElse(account.username()),
                fields.text("first_name", 150, true).orElse(account.firstName()),
                fields.text("last_name", 150, true).orElse(account.lastName()),
                account.email(),
                account.password(),
                account.credentialVersion(),
                account.staff(),
                account.superuser(),
                account.active(),
                account.analyticsAccess(),
                account.lastLogin(),
                account.joined(),
                account.groups());
    }
}
