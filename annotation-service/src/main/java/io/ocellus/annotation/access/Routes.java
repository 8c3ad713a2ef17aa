package io.ocellus.annotation.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The committed table of what each route asks which policy ({@code routes.tsv}). Immutable. */
public final class Routes {
    private Routes() {}

    /**
     * One line of the table.
     *
     * @param path with {@code {…}} where an id stands
     * @param policy the package; {@code -} where none is asked
     * @param target what it concerns: a kind of resource, or {@code open}, {@code self}, {@code signed}, {@code list}, {@code create},
     *     {@code absent}
     */
    public record Route(String method, String path, String policy, String scope, String target) {}

    public static List<Route> all() {
        try (InputStream in = Routes.class.getResourceAsStream("routes.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the table routes.tsv is missing");
            }
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(Routes::parse)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Route parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 5) {
            throw new IllegalStateException("routes.tsv has the line '" + line + "' without five cells");
        }
        return new Route(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }
}
