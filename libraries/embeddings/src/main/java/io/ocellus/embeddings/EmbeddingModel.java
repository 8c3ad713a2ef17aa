package io.ocellus.embeddings;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An ONNX image model, run in process. Vectors have length 1, so that inner product is cosine. Thread-safe; calls share the session, each
 * costs its inference on as many threads as the settings say, and memory for its batch.
 */
public final class EmbeddingModel implements AutoCloseable {
    private static final int LARGEST_BATCH = 32;

    private final EmbeddingSettings settings;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final String output;
    private final boolean planes;
    private final int side;
    private final int dimension;
    private final String id;

    /** Loads the model of the settings; fails with one clear sentence when it is not one of pictures to vectors. */
    public EmbeddingModel(EmbeddingSettings settings) {
        this.settings = settings;
        try {
            byte[] file = bytes(settings);
            this.environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(settings.threads());
                options.setInterOpNumThreads(1);
                options.setMemoryPatternOptimization(true);
                options.setCPUArenaAllocator(false);
                this.session = environment.createSession(file, options);
            }
            NodeInfo in = session.getInputInfo().values().iterator().next();
            long[] shape = ((TensorInfo) in.getInfo()).getShape();
            if (session.getInputInfo().size() != 1 || shape.length != 4 || (shape[1] != 3 && shape[3] != 3)) {
                throw new IllegalArgumentException("the model's input is " + Arrays.toString(shape)
                        + ", expected is one of pictures: [n, 3, side, side] or [n, side, side, 3]");
            }
            this.input = in.getName();
            this.planes = shape[1] == 3;
            long fixed = planes ? shape[2] : shape[1];
            this.side = fixed > 0 ? Math.toIntExact(fixed) : settings.side();
            this.output = settings.output() == null
                    ? session.getOutputInfo().keySet().iterator().next()
                    : settings.output();
            this.id = settings.name() + "_"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(file), 0, 4);
            this.dimension = run(new float[3 * side * side], 1)[0].length;
        } catch (OrtException | IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "the embedding model "
                            + (settings.model() == null ? "that comes with Ocellus" : settings.model())
                            + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** Name and content of the model: vectors of different ids cannot be compared. */
    public String id() {
        return id;
    }

    /** Length of a vector. */
    public int dimension() {
        return dimension;
    }

    /** One vector for each part, in their order. */
    public float[][] embed(List<PicturePart> parts) {
        float[][] vectors = new float[parts.size()][];
        float[] mean = array(settings.mean());
        float[] deviation = array(settings.deviation());
        int size = 3 * side * side;
        for (int first = 0; first < parts.size(); first += LARGEST_BATCH) {
            int count = Math.min(LARGEST_BATCH, parts.size() - first);
            float[] pixels = new float[count * size];
            for (int i = 0; i < count; i++) {
                parts.get(first + i).writeTo(pixels, i * size, side, planes, mean, deviation);
            }
            try {
                System.arraycopy(run(pixels, count), 0, vectors, first, count);
            } catch (OrtException e) {
                throw new IllegalStateException("the embedding model " + id + " failed: " + e.getMessage(), e);
            }
        }
        return vectors;
    }

    private float[][] run(float[] pixels, int count) throws OrtException {
        long[] shape = planes ? new long[] {count, 3, side, side} : new long[] {count, side, side, 3};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            Object value = result.get(output)
                    .orElseThrow(() -> new IllegalArgumentException("the model has no output " + output))
                    .getValue();
            if (!(value instanceof float[][] vectors) || vectors.length != count) {
                throw new IllegalArgumentException("the model's output " + output + " is no [n, d] of floats");
            }
            for (float[] vector : vectors) {
                normalize(vector);
            }
            return vectors;
        }
    }

    private static void normalize(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (square == 0 || !Double.isFinite(square)) {
            // A picture without any structure still needs a place: the first axis.
            Arrays.fill(vector, 0);
            vector[0] = 1;
            return;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
    }

    private static byte[] bytes(EmbeddingSettings settings) throws IOException {
        if (settings.model() != null) {
            return Files.readAllBytes(settings.model());
        }
        try (InputStream in = EmbeddingModel.class.getResourceAsStream("descriptor.onnx")) {
            if (in == null) {
                throw new IOException("descriptor.onnx is missing from the class path");
            }
            return in.readAllBytes();
        }
    }

    private static float[] array(List<Float> values) {
        return new float[] {values.get(0), values.get(1), values.get(2)};
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model " + id + " cannot be closed", e);
        }
    }
}
