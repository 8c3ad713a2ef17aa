package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of one run.
 *
 * @param element what the numbers are given to the index as
 * @param groups indexes, each with the search parameters that are measured in turn on it
 * @param batches how many queries are handed over at once, each size measured in turn
 * @param accept the part of the rows that a filter leaves, 1 for no filter
 * @param seconds how long to search, timed, at least
 * @param keep leaves the index file, and takes one that is there
 */
record EngineOptions(
        Path base,
        Path queries,
        String metric,
        ElementType element,
        int k,
        List<Group> groups,
        int threads,
        List<Integer> batches,
        Path out,
        double accept,
        double warmSeconds,
        double seconds,
        boolean keep) {

    /** An index and how it is searched. */
    record Group(String index, List<String> searches) {}

    static final String USAGE = "bench engine run --base B.npy --queries Q.npy [--metric l2|ip|cosine]"
            + " [--element float16|bfloat16|int8|bit] [--k 10]"
            + " --index \"AUTOINDEX\" --search \"recall=0.95\" … [--index … --search …] [--threads 1] [--batch 1|100]"
            + " --out DIR [--accept 0.1] [--warm 3] [--seconds 2] [--keep]";

    static EngineOptions parse(String[] arguments) {
        return new Parser(arguments).options();
    }

    /** Words in turn; a group ends where an index follows a search. */
    private static final class Parser {
        private Optional<Path> base = Optional.empty();
        private Optional<Path> queries = Optional.empty();
        private Optional<Path> out = Optional.empty();
        private String metric = "cosine";
        private ElementType element = ElementType.FLOAT32;
        private int k = 10;
        private int threads = 1;
        private double accept = 1;
        private double warm = 3;
        private double seconds = 2;
        private boolean keep;
        private final List<Integer> batches = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private final List<String> indexes = new ArrayList<>();
        private final List<String> searches = new ArrayList<>();
        private boolean searchesLead;

        Parser(String[] arguments) {
            for (int i = 0; i < arguments.length; i++) {
                String word = arguments[i];
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                String name = equals < 0 ? word : word.substring(0, equals);
                if (name.equals("--keep")) {
                    keep = true;
                } else if (equals >= 0) {
                    set(name, word.substring(equals + 1));
                } else if (i + 1 < arguments.length) {
                    set(name, arguments[++i]);
                } else {
                    throw new BenchmarkFailure(name + " needs a value; usage: " + USAGE);
                }
            }
            endGroup();
        }

        private void set(String name, String value) {
            switch (name) {
                case "--base" -> base = Optional.of(Path.of(value));
                case "--queries" -> queries = Optional.of(Path.of(value));
                case "--out" -> out = Optional.of(Path.of(value));
                case "--metric" -> metric = value;
                case "--element" -> element = ElementType.of(value);
                case "--index" -> {
                    if (!searches.isEmpty() && !indexes.isEmpty() && !searchesLead) {
                        endGroup();
                    }
                    indexes.add(value);
                }
                case "--search" -> {
                    searchesLead |= indexes.isEmpty();
                    searches.add(value);
                }
                case "--k" -> k = whole(name, value);
                case "--threads" -> threads = whole(name, value);
                case "--batch" -> batches.add(whole(name, value));
                case "--accept" -> accept = number(name, value, 0, 1);
                case "--warm" -> warm = number(name, value, 0, 3600);
                case "--seconds" -> seconds = number(name, value, 0, 3600);
                default -> throw new BenchmarkFailure("unknown argument " + name + "; usage: " + USAGE);
            }
        }

        private void endGroup() {
            if (indexes.isEmpty() && !searches.isEmpty()) {
                indexes.add("AUTOINDEX");
            }
            List<String> of = searches.isEmpty() ? List.of("") : List.copyOf(searches);
            for (String index : indexes) {
                groups.add(new Group(index, of));
            }
            indexes.clear();
            searches.clear();
            searchesLead = false;
        }

        private static int whole(String name, String value) {
            try {
                int number = Integer.parseInt(value);
                if (number >= 1) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new BenchmarkFailure(name + " is '" + value + "', must be a whole number of at least 1");
            }
            throw new BenchmarkFailure(name + " is '" + value + "', must be a whole number of at least 1");
        }

        private static double number(String name, String value, double least, double most) {
            double number;
            try {
                number = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                throw new BenchmarkFailure(name + " is '" + value + "', must be a number");
            }
            if (!(number >= least && number <= most)) {
                throw new BenchmarkFailure(name + " is " + value + ", must be in range [" + least + ", " + most + "]");
            }
            return number;
        }

        EngineOptions options() {
            return new EngineOptions(
                    base.orElseThrow(() -> new BenchmarkFailure("--base is missing; usage: " + USAGE)),
                    queries.orElseThrow(() -> new BenchmarkFailure("--queries is missing; usage: " + USAGE)),
                    metric,
                    element,
                    k,
                    groups.isEmpty() ? List.of(new Group("AUTOINDEX", List.of(""))) : List.copyOf(groups),
                    threads,
                    batches.isEmpty() ? List.of(1) : List.copyOf(batches),
                    out.orElseThrow(() -> new BenchmarkFailure("--out is missing; usage: " + USAGE)),
                    accept,
                    warm,
                    seconds,
                    keep);
        }
    }
}
