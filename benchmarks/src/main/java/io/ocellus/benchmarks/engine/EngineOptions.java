package io.ocellus.benchmarks.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of one run.
 *
 * @param searches search parameters, each measured in turn on the one index
 * @param accept the part of the rows that a filter leaves, 1 for no filter
 * @param keep leaves the index file, and takes one that is there
 */
record EngineOptions(
        Path base,
        Path queries,
        String metric,
        int k,
        String index,
        List<String> searches,
        int threads,
        int batch,
        Path out,
        double accept,
        double warmSeconds,
        boolean keep) {

    static EngineOptions parse(String[] arguments) {
        Path base = Path.of("base.npy");
        Path queries = Path.of("queries.npy");
        Path out = Path.of("out");
        String metric = "cosine";
        String index = "AUTOINDEX";
        List<String> searches = new ArrayList<>();
        int k = 10;
        int threads = 1;
        int batch = 1;
        double accept = 1;
        double warm = 3;
        boolean keep = false;
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--keep")) {
                keep = true;
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[++i];
            switch (name) {
                case "--base" -> base = Path.of(value);
                case "--queries" -> queries = Path.of(value);
                case "--out" -> out = Path.of(value);
                case "--metric" -> metric = value;
                case "--index" -> index = value;
                case "--search" -> searches.add(value);
                case "--k" -> k = Integer.parseInt(value);
                case "--threads" -> threads = Integer.parseInt(value);
                case "--batch" -> batch = Integer.parseInt(value);
                case "--accept" -> accept = Double.parseDouble(value);
                case "--warm" -> warm = Double.parseDouble(value);
                default -> throw new IllegalArgumentException("unknown argument " + name);
            }
        }
        if (searches.isEmpty()) {
            searches.add("");
        }
        return new EngineOptions(base, queries, metric, k, index, searches, threads, batch, out, accept, warm, keep);
    }
}
