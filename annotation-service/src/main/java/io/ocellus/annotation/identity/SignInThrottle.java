package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Slows guessing down: after {@value #FREE} failures for a name from one address the next try waits, twice as long each time, up to five
 * minutes; after {@value #FREE_FOR_NAME} for a name from anywhere up to ten seconds, which stops a distributed guesser and hardly bothers
 * the owner. In the database, so that restarts and replicas do not forget. Thread-safe.
 */
final class SignInThrottle {
    private static final int FREE = 10;
    private static final int FREE_FOR_NAME = 100;
    private static final Duration FORGET = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Rule(String subject, int free, Duration longest) {
        static List<Rule> of(String name, String address) {
            String folded = clip(name.toLowerCase(Locale.ROOT), 200);
            return List.of(
                    new Rule("name-and-address:" + folded + "@" + clip(address, 64), FREE, Duration.ofMinutes(5)),
                    new Rule("name:" + folded, FREE_FOR_NAME, Duration.ofSeconds(10)));
        }

        Duration pause(int failures) {
            if (failures < free) {
                return Duration.ZERO;
            }
            Duration grown = Duration.ofSeconds(1L << Math.min(failures - free, 20));
            return grown.compareTo(longest) < 0 ? grown : longest;
        }

        private static String clip(String text, int length) {
            String clean = text.replace("\0", "");
            return clean.length() <= length ? clean : clean.substring(0, length);
        }
    }

    private record Failures(int count, Instant last) {}

    /** Throws when this name must wait. */
    void check(String name, String address) {
        Instant now = clock.instant();
        for (Rule rule : Rule.of(name, address)) {
            Optional<Failures> failures = find(rule);
            Duration wait = failures.map(f -> Duration.between(now, f.last().plus(rule.pause(f.count()))))
                    .orElse(Duration.ZERO);
            if (wait.isPositive()) {
                throw new Failure.TooManyRequests(
                        "Too many failed sign-ins. Try again in " + (wait.toSeconds() + 1) + " seconds.", wait);
            }
        }
    }

    void failed(String name, String address) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp forgotten = Timestamp.from(clock.instant().minus(FORGET));
        for (Rule rule : Rule.of(name, address)) {
            jdbc.sql("INSERT INTO identity.sign_in_failure AS f (subject, failures, last) VALUES (?, 1, ?)"
                            + " ON CONFLICT (subject) DO UPDATE SET last = excluded.last,"
                            + " failures = CASE WHEN f.last < ? THEN 1 ELSE f.failures + 1 END")
                    .params(rule.subject(), now, forgotten)
                    .update();
        }
        jdbc.sql("DELETE FROM identity.sign_in_failure WHERE subject IN"
                        + " (SELECT subject FROM identity.sign_in_failure WHERE last < ? LIMIT 100)")
                .param(forgotten)
                .update();
    }

    void succeeded(String name, String address) {
        jdbc.sql("DELETE FROM identity.sign_in_failure WHERE subject = ?")
                .param(Rule.of(name, address).getFirst().subject())
                .update();
    }

    private Optional<Failures> find(Rule rule) {
        return jdbc.sql("SELECT failures, last FROM identity.sign_in_failure WHERE subject = ? AND last > ?")
                .params(rule.subject(), Timestamp.from(clock.instant().minus(FORGET)))
                .query((row, n) ->
                        new Failures(row.getInt(1), row.getTimestamp(2).toInstant()))
                .optional();
    }
}
