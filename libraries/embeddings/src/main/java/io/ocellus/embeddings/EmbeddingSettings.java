package io.ocellus.embeddings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model makes vectors, and where they are kept.
 *
 * @param model an ONNX file with one float input of pictures, {@code [n, 3, side, side]} or {@code [n, side, side, 3]}, and an output of
 *     vectors, {@code [n, d]}; null: the descriptor that comes with Ocellus
 * @param name part of the collections' names, so that another model gets collections of its own
 * @param side pictures are scaled to it where the model's input leaves the size open
 * @param mean subtracted from red, green and blue (0 to 1)
 * @param deviation divides what remains
 * @param output the output to take where the model has several; null: the first
 * @param threads of one inference
 * @param vectorService base address of the vector service's REST API
 * @param timeout of one call of it
 */
@ConfigurationProperties("ocellus.embeddings")
public record EmbeddingSettings(
        @Nullable Path model,
        @DefaultValue("descriptor") String name,
        @DefaultValue("224") int side,
        @DefaultValue({"0", "0", "0"}) List<Float> mean,
        @DefaultValue({"1", "1", "1"}) List<Float> deviation,
        @Nullable String output,
        @DefaultValue("1") int threads,
        @DefaultValue("http://127.0.0.1:19530") URI vectorService,
        @DefaultValue("20s") Duration timeout) {
    public EmbeddingSettings {
        if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("ocellus.embeddings.name must be a short plain word, not " + name);
        }
        if (mean.size() != 3 || deviation.size() != 3 || deviation.contains(0f)) {
            throw new IllegalArgumentException(
                    "ocellus.embeddings.mean and .deviation take three numbers each, deviations not 0");
        }
        if (side < 8 || side > 2048 || threads < 1 || threads > 64) {
            throw new IllegalArgumentException("ocellus.embeddings: side is 8 to 2048, threads 1 to 64");
        }
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }
}
