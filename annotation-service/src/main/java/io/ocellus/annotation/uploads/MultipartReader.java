package io.ocellus.annotation.uploads;

import io.ocellus.annotation.model.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code multipart/form-data} body part by part as it comes; nothing is kept. Used by one thread; 64 KiB.
 */
public final class MultipartReader {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_HEADERS = 16 << 10;
    private static final Pattern FILE_NAME_UTF8 = Pattern.compile("(?i)[;\\s]filename\\*=utf-8''([^;\\s]+)");
    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean finished;
    private @Nullable PartStream open;

    /** A field or file of the form; its stream ends where the part does and is read before the next part is asked for. */
    public record Part(String name, Optional<String> fileName, InputStream body) {
        /** The whole of a small part as text. */
        public String text(int limit) throws IOException {
            byte[] bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new Failure.TooLarge("The field " + name + " has more than " + limit + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public MultipartReader(@Nullable String contentType, InputStream in) {
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!matcher.find()) {
            throw new Failure.Malformed("Multipart form parse error - no boundary");
        }
        String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        // The first delimiter needs no line break before it: pretend there was one.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    public static boolean isMultipart(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** The next part; empty after the last one. */
    public Optional<Part> next() throws IOException {
        if (finished) {
            return Optional.empty();
        }
        PartStream previous = open;
        // Before the first part stands a preamble, which ends as a part does.
        (previous == null ? new PartStream() : previous).drain();
        if (line().startsWith("--")) {
            finished = true;
            return Optional.empty();
        }
        String disposition = "";
        int headers = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers += header.length();
            if (headers > LONGEST_HEADERS) {
                throw broken();
            }
            if (header.regionMatches(true, 0, "content-disposition:", 0, 20)) {
                disposition = header.substring(20);
            }
        }
        String name = parameter("name", disposition).orElseThrow(MultipartReader::broken);
        Optional<String> fileName = fileName(disposition);
        PartStream stream = new PartStream();
        open = stream;
        return Optional.of(new Part(name, fileName, stream));
    }

    private static Optional<String> fileName(String disposition) {
        Matcher encoded = FILE_NAME_UTF8.matcher(disposition);
        return encoded.find()
                ? Optional.of(URLDecoder.decode(encoded.group(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                : parameter("filename", disposition);
    }

    /** A parameter of the header, in quotation marks or bare. Read by hand: a pattern recurses as deep as names are long. */
    private static Optional<String> parameter(String name, String header) {
        String wanted = name + "=";
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted
                    && i > 0
                    && (header.charAt(i - 1) == ';' || Character.isWhitespace(header.charAt(i - 1)))
                    && header.regionMatches(true, i, wanted, 0, wanted.length())) {
                return value(header, i + wanted.length())
                        .map(value ->
                                value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String header, int from) {
        boolean quoted = from < header.length() && header.charAt(from) == '"';
        StringBuilder value = new StringBuilder();
        for (int i = quoted ? from + 1 : from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '"') {
                return Optional.of(value.toString());
            }
            if (!quoted && (c == ';' || Character.isWhitespace(c))) {
                break;
            }
            boolean escapes = quoted
                    && c == '\\'
                    && i + 1 < header.length()
                    && (header.charAt(i + 1) == '"' || header.charAt(i + 1) == '\\');
            value.append(escapes ? header.charAt(++i) : c);
        }
        return quoted || value.isEmpty() ? Optional.empty() : Optional.of(value.toString());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() <= LONGEST_HEADERS) {
            if (start == end && !fill()) {
                throw broken();
            }
            byte next = buffer[start++];
            if (next == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            // The closing delimiter may end the body without a line break.
            line.write(next);
            if (line.size() == 2 && line.toString(StandardCharsets.UTF_8).equals("--")) {
                return "--";
            }
        }
        throw broken();
    }

    /** Reads more behind what is there; false at the end of the body. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }

    private static Failure broken() {
        return new Failure.Malformed("Multipart form parse error - the body is broken or ended early");
    }

    private final class PartStream extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (over) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            while (true) {
                int free = free(length);
                if (free > 0) {
                    int count = Math.min(free, length);
                    System.arraycopy(buffer, start, into, offset, count);
                    start += count;
                    return count;
                }
                if (delimiterAt(start) && end - start >= delimiter.length) {
                    start += delimiter.length;
                    over = true;
                    return -1;
                }
                if (!fill()) {
                    throw broken();
                }
            }
        }

        /** Bytes at the start of the buffer that cannot belong to a delimiter. */
        private int free(int most) {
            int at = start;
            while (at < end && at - start < most && !delimiterAt(at)) {
                at++;
            }
            return at - start;
        }

        /** Whether a delimiter, or the beginning of one that the buffer cuts, stands there. */
        private boolean delimiterAt(int at) {
            int known = Math.min(delimiter.length, end - at);
            for (int i = 0; i < known; i++) {
                if (buffer[at + i] != delimiter[i]) {
                    return false;
                }
            }
            return true;
        }

        void drain() throws IOException {
            byte[] waste = new byte[8192];
            while (read(waste, 0, waste.length) >= 0) {
                // Whoever had the part did not want the rest.
            }
        }
    }
}
