package io.ocellus.annotation.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An operation of CVAT's API as its clients know it, from {@code operations.tsv}.
 *
 * @param path with CVAT's slashes and variable names
 * @param response component of the answer; {@code X[]}: a list of them; empty: none
 * @param pathParameters each {@code name:type}
 */
record Operation(
        String method,
        String path,
        String id,
        String tag,
        List<String> statuses,
        String response,
        String request,
        List<String> pathParameters,
        List<String> queryParameters,
        List<String> headers) {
    static List<Operation> all() {
        try (InputStream in = Operation.class.getResourceAsStream("operations.tsv")) {
            if (in == null) {
                throw new IllegalStateException("operations.tsv is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> read(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path as controllers map it: no slash at the end, variables without names. */
    String shape() {
        return shape(path);
    }

    static String shape(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return plain.replaceAll("\\{[^}]*}", "{}");
    }

    private static Operation read(String[] cells) {
        return new Operation(
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                list(cells[4]),
                cells[5],
                cells[6],
                list(cells[7]),
                list(cells[8]),
                list(cells[9]));
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(","));
    }
}
