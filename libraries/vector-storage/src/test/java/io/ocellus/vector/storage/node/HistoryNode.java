package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A node in a process of its own that does what lines on its standard input say, each beside the others: {@code number verb arguments}. It
 * answers {@code number done …}, or {@code number unknown …} where the outcome of a write is not known. Ends with its input.
 */
final class HistoryNode {
    private static final CollectionName POINTS = CollectionName.of("points");

    private HistoryNode() {}

    static PartitionSettings settings() {
        return PartitionSettings.standard()
                .withSealRows(1200)
                .withCheckpointInterval(Duration.ofMillis(300))
                .withRetention(Duration.ofMillis(200));
    }

    public static void main(String[] words) throws Exception {
        VectorNode node = TestCluster.Parts.of(words).start(settings -> settings.with(settings()));
        say("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] parts = line.split(" ", 3);
            Thread.ofVirtual()
                    .start(() -> say(parts[0] + " " + answer(node, parts[1], parts.length > 2 ? parts[2] : "")));
        }
        System.exit(0);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    private static String answer(VectorNode node, String verb, String arguments) {
        try {
            return "done " + done(node, verb, arguments);
        } catch (Failure.Unavailable e) {
            return "unknown " + e.text();
        } catch (RuntimeException e) {
            return "refused " + e;
        }
    }

    private static String done(VectorNode node, String verb, String arguments) {
        return switch (verb) {
            case "create" -> {
                Points.create(
                        node,
                        "points",
                        3,
                        Map.of("index_type", "HNSW", "metric_type", "L2", "M", "8", "efConstruction", "40"));
                yield "";
            }
            case "insert" -> {
                node.insert(POINTS, "", Points.rows(ids(arguments), version(arguments)));
                yield "";
            }
            case "upsert" -> {
                node.upsert(POINTS, "", Points.rows(ids(arguments), version(arguments)));
                yield "";
            }
            case "delete" -> {
                node.delete(POINTS, "", new Keys.Longs(ids(arguments)));
                yield "";
            }
            case "clear" -> {
                node.delete(POINTS, "", new Points.OfNumber(version(arguments)));
                yield "";
            }
            case "flush" -> {
                node.flush(POINTS);
                yield "";
            }
            case "count" -> Long.toString(Points.count(node, POINTS));
            case "nearest" -> Long.toString(Points.nearest(node, POINTS, version(arguments)));
            case "indexed" -> {
                List<SegmentInfo> segments = node.segments(POINTS);
                yield Long.toString(segments.stream()
                        .filter(segment -> !segment.indexName().isEmpty())
                        .count());
            }
            case "all" ->
                Points.all(node, POINTS).entrySet().stream()
                        .map(row -> row.getKey() + ":" + row.getValue())
                        .collect(Collectors.joining(","));
            default -> throw new IllegalArgumentException(verb);
        };
    }

    /** The first word is a version or key. */
    private static long version(String arguments) {
        return Long.parseLong(arguments.split(" ")[0]);
    }

    /** The second word is keys between commas. */
    private static long[] ids(String arguments) {
        return Arrays.stream(arguments.split(" ")[1].split(","))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
