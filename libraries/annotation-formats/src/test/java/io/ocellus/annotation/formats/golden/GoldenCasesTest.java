package io.ocellus.annotation.formats.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.store.AnnotationSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the real CVAT wrote and read, replayed against the codecs. The cases lie beside a clone; elsewhere they are skipped. */
class GoldenCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FORMATS =
            Set.of("COCO 1.0", "CVAT 1.1", "CVAT for images 1.1", "CVAT for video 1.1", "PASCAL VOC 1.1", "YOLO 1.1");

    /** Cases that are not met, with the reason. */
    private static final Map<String, String> DIFFERS = Map.of(
            "cvat-for-images-1-1__pointcloud__export",
            "point clouds cannot be uploaded yet",
            "cvat-for-video-1-1__shapes__import",
            "the skeleton's track is ended where its job ends, which is the annotation store's part",
            "cvat-for-video-1-1__project__export",
            "shapes of one frame came out of the real database in no order, and the numbers of tracks follow it");

    @Test
    void goldenCasesLieBesideTheClone() {
        if (SharedFolder.find("compat/cvat/golden").isEmpty()) {
            abort("no golden cases here");
        }
    }

    @TestFactory
    Stream<DynamicTest> openCases() throws IOException {
        return cases("open");
    }

    @TestFactory
    Stream<DynamicTest> fieldCases() throws IOException {
        return cases("field");
    }

    private static Stream<DynamicTest> cases(String set) throws IOException {
        Optional<Path> golden = SharedFolder.find("compat/cvat/golden");
        if (golden.isEmpty()) {
            return Stream.empty();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(golden.get().resolve(set))) {
            for (Path folder : folders.sorted().toList()) {
                JsonNode one = JSON.readTree(Files.readAllBytes(folder.resolve("case.json")));
                if (FORMATS.contains(one.path("format").asString())
                        && !one.path("operation").asString().equals("backup")) {
                    tests.add(DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                        String why = DIFFERS.get(folder.getFileName().toString());
                        if (why != null) {
                            abort(why);
                        }
                        new Case(golden.get(), folder, one).run();
                    }));
                }
            }
        }
        return tests.stream();
    }

    private record Case(Path golden, Path folder, JsonNode json) {
        void run() throws Exception {
            String operation = json.path("operation").asString();
            JsonNode right = json.path("right");
            JsonNode expected = json.path("expected");
            if (operation.equals("export")) {
                byte[] got = export();
                byte[] want = Files.readAllBytes(
                        folder.resolve(expected.path("archive").asString()));
                assertThat(GoldenArchives.difference(json.path("format").asString(), want, got))
                        .isEmpty();
                return;
            }
            JsonNode got;
            try {
                got = read();
            } catch (Failure refused) {
                boolean mayFail = right.isMissingNode()
                        ? expected.path("status").asString().equals("error")
                        : right.path("status").asString().contains("error");
                assertThat(mayFail).as("refused: " + refused.text()).isTrue();
                return;
            }
            if (!right.isMissingNode()) {
                assertThat(right.path("status").asString())
                        .as("accepted; right: " + right)
                        .isNotEqualTo("error");
                compareRight(right, got);
            } else if (expected.path("status").asString().equals("error")) {
                assertThat(expected.has("bug"))
                        .as("accepted; expected " + expected)
                        .isTrue();
            } else {
                JsonNode want = JSON.readTree(Files.readAllBytes(
                        folder.resolve(expected.path("annotations").asString())));
                assertThat(Likeness.difference(want, got, 0.011, "")).isEmpty();
            }
        }

        private void compareRight(JsonNode right, JsonNode got) throws IOException {
            if (right.has("annotations")) {
                JsonNode want = JSON.readTree(Files.readAllBytes(
                        folder.resolve(right.path("annotations").asString())));
                assertThat(Likeness.difference(want, got, 0.011, "")).isEmpty();
            } else if (right.has("shapes")) {
                ArrayNode shapes = JSON.createArrayNode();
                got.path("shapes").forEach(shape -> {
                    ObjectNode one = shapes.addObject();
                    for (String key : List.of("type", "label", "frame", "points")) {
                        one.set(key, shape.path(key));
                    }
                });
                assertThat(Likeness.difference(right.path("shapes"), shapes, 0.011, ""))
                        .isEmpty();
            }
        }

        private List<GoldenTask> tasks() throws IOException {
            Path at = golden.resolve("tasks").resolve(json.path("task").asString());
            JsonNode spec = JSON.readTree(Files.readAllBytes(at.resolve("task.json")));
            List<GoldenTask> tasks = new ArrayList<>();
            if (spec.has("tasks")) {
                for (JsonNode task : spec.path("tasks")) {
                    tasks.add(new GoldenTask(
                            task,
                            spec.path("labels"),
                            at.resolve(task.path("folder").asString()),
                            -1,
                            1 + tasks.size()));
                }
                return tasks;
            }
            int job = json.path("target").asString("task").equals("job")
                    ? json.path("job").asInt(0)
                    : -1;
            tasks.add(new GoldenTask(spec, spec.path("labels"), at, job, 1));
            return tasks;
        }

        private byte[] export() throws Exception {
            List<GoldenTask> tasks = tasks();
            JsonNode spec = JSON.readTree(Files.readAllBytes(golden.resolve("tasks")
                    .resolve(json.path("task").asString())
                    .resolve("task.json")));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (DatasetArchive archive = new DatasetArchive(out, done -> {})) {
                FormatRegistry.writer(json.path("format").asString())
                        .write(
                                new Source(tasks, spec, json.path("target").asString("task")),
                                json.path("save_images").asBoolean(),
                                archive);
            }
            return out.toByteArray();
        }

        private JsonNode read() throws Exception {
            DatasetFile file = DatasetFile.open(
                    ByteSource.of(folder.resolve(json.path("input").asString())));
            var reader = FormatRegistry.reader(json.path("format").asString());
            ImportOptions options =
                    new ImportOptions(json.path("conv_mask_to_poly").asBoolean(true));
            GoldenTask task = tasks().getFirst();
            if (!json.path("target").asString("task").equals("project")) {
                Collected collected = new Collected(task, Map.of());
                reader.read(file, new OneTask(task, collected), options);
                return collected.portable();
            }
            ProjectTarget target = new ProjectTarget(task, reader.media(file));
            reader.read(file, target, options);
            return target.portable();
        }
    }

    private record OneTask(GoldenTask task, Collected collected) implements ImportTarget {
        @Override
        public LabelBook labels() {
            return task.labels;
        }

        @Override
        public FrameNames frames(String subset) {
            return task.names();
        }

        @Override
        public AnnotationSink sink(String subset) {
            return collected;
        }
    }

    /** Tasks made of the subsets of the file. */
    private static final class ProjectTarget implements ImportTarget {
        private final GoldenTask labels;
        private final Map<String, SubsetMedia> media = new TreeMap<>();
        private final Map<String, Collected> collected = new HashMap<>();
        private final Map<Long, AttributeSpec> made = new HashMap<>();

        ProjectTarget(GoldenTask labels, List<SubsetMedia> media) {
            this.labels = labels;
            media.forEach(subset -> this.media.put(subset.subset(), subset));
        }

        @Override
        public LabelBook labels() {
            return labels.labels;
        }

        @Override
        public FrameNames frames(String subset) {
            List<DatasetFrame> frames = new ArrayList<>();
            names(subset).forEach(name -> frames.add(new DatasetFrame(frames.size(), frames.size(), name, 96, 72)));
            return new FrameNames(frames, false, 0, 1);
        }

        private List<String> names(String subset) {
            return media.get(subset).pictures().stream()
                    .map(SubsetMedia.Picture::name)
                    .sorted()
                    .toList();
        }

        @Override
        public AnnotationSink sink(String subset) {
            return collected.computeIfAbsent(subset, name -> new Collected(labels, Map.of()));
        }

        @Override
        public Optional<AttributeSpec> newAttribute(Label label, String name, String inputType) {
            AttributeSpec spec =
                    new AttributeSpec(9000 + made.size(), label.id(), name, false, inputType, "", List.of());
            made.put(spec.id(), spec);
            return Optional.of(spec);
        }

        JsonNode portable() {
            ArrayNode tasks = JSON.createArrayNode();
            for (String subset : media.keySet()) {
                ObjectNode task = tasks.addObject();
                task.put("name", subset);
                task.put("subset", subset);
                ArrayNode frames = task.putArray("frames");
                names(subset).forEach(frames::add);
                ((Collected) sink(subset)).knows(made);
                task.set("annotations", ((Collected) sink(subset)).portable());
            }
            return tasks;
        }
    }

    private record Source(List<GoldenTask> golden, JsonNode spec, String target) implements DatasetSource {
        @Override
        public LabelBook labels() {
            return golden.getFirst().labels;
        }

        @Override
        public List<TaskSource> tasks() {
            return List.copyOf(golden);
        }

        @Override
        public DatasetMeta meta() {
            List<DatasetMeta.TaskMeta> tasks = new ArrayList<>();
            for (int i = 0; i < golden.size(); i++) {
                JsonNode one = spec.has("tasks") ? spec.path("tasks").get(i) : spec;
                GoldenTask task = golden.get(i);
                tasks.add(new DatasetMeta.TaskMeta(
                        1,
                        one.path("name").asString(),
                        task.size(),
                        task.video() ? "interpolation" : "annotation",
                        task.video() ? 3 : 0,
                        "",
                        "",
                        "",
                        task.subset(),
                        task.firstNumber(),
                        task.stopNumber(),
                        task.video() ? "step=3" : "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        task.video() ? Optional.of(new DatasetMeta.VideoMeta("clip.mp4", 128, 96)) : Optional.empty()));
            }
            DatasetMeta.Kind kind = DatasetMeta.Kind.valueOf(target.toUpperCase(java.util.Locale.ROOT));
            return new DatasetMeta(
                    kind, 1, spec.path("name").asString(), "", "", "", "", Optional.empty(), Optional.empty(), tasks);
        }
    }
}
