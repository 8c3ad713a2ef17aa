package io.ocellus.annotation.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a new password must not be. Stateless. */
final class PasswordRules {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    /** The first of every published list of leaked passwords, of eight and more characters. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyuiop",
            "password1",
            "password123",
            "iloveyou",
            "sunshine",
            "princess",
            "football",
            "baseball",
            "superman",
            "trustno1",
            "qwerty123",
            "1q2w3e4r",
            "letmein1",
            "welcome1",
            "starwars",
            "whatever",
            "passw0rd",
            "abcd1234",
            "asdfghjkl",
            "1qaz2wsx",
            "11111111",
            "00000000",
            "88888888",
            "87654321",
            "computer",
            "internet",
            "zaq12wsx",
            "changeme",
            "admin123",
            "administrator");

    private PasswordRules() {}

    /** What is wrong with it, for people; empty when nothing is. */
    static List<String> objections(String password, String username, String email) {
        List<String> objections = new ArrayList<>();
        if (password.length() < SHORTEST) {
            objections.add("This password is too short. It must contain at least " + SHORTEST + " characters.");
        }
        if (password.length() > LONGEST) {
            objections.add("This password is longer than " + LONGEST + " characters.");
        }
        String folded = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(folded)) {
            objections.add("This password is too common.");
        }
        if (!password.isEmpty() && password.chars().allMatch(Character::isDigit)) {
            objections.add("This password is entirely numeric.");
        }
        if (alike(folded, username)) {
            objections.add("The password is too similar to the username.");
        } else if (alike(folded, email.contains("@") ? email.substring(0, email.indexOf('@')) : email)) {
            objections.add("The password is too similar to the email address.");
        }
        return objections;
    }

    private static boolean alike(String password, String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.length() >= 4
                && (password.contains(folded) || (password.length() >= 4 && folded.contains(password)));
    }
}
