package io.ocellus.annotation.uploads;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CVAT's name of a resumable upload, {@code <user>_<uuid>}, as it stands in the address and in {@code Upload-Filename}. */
record TusId(long user, UUID upload) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    static Optional<TusId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new TusId(Long.parseLong(matcher.group(1)), UUID.fromString(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return user + "_" + upload;
    }
}
