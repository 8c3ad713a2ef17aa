package io.ocellus.annotation.store;

import static io.ocellus.annotation.store.StoreFixture.box;
import static io.ocellus.annotation.store.StoreFixture.key;
import static io.ocellus.annotation.store.StoreFixture.skeleton;
import static io.ocellus.annotation.store.StoreFixture.tag;
import static io.ocellus.annotation.store.StoreFixture.text;
import static io.ocellus.annotation.store.StoreFixture.track;
import static io.ocellus.annotation.store.StoreFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.StoreFixture.Content;
import io.ocellus.annotation.store.StoreFixture.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any sequence of saves on jobs and the task over them, with overlap, skeletons and tracks. */
class AnnotationHistoryProperties {
    private static StoreFixture store;

    @BeforeContainer
    static void open() {
        store = new StoreFixture(16 << 10);
    }

    @AfterContainer
    static void close() {
        store.close();
    }

    @Property(tries = 25)
    void untouchedIdsStayAndEveryRevisionIsKept(@ForAll long seed) {
        Random random = new Random(seed);
        Project p = store.task(new int[] {0, 9}, new int[] {7, 16}, new int[] {14, 23});
        Map<Long, Map<Long, String>> seen = new HashMap<>();
        for (int step = 0; step < 12; step++) {
            step(p, random);
            for (long job : p.jobs()) {
                AnnotationSnapshot now = store.reader.open(new Target.OfJob(job));
                seen.computeIfAbsent(job, id -> new HashMap<>()).put(now.version(), text(StoreFixture.content(now)));
            }
        }
        for (long job : p.jobs()) {
            for (Map.Entry<Long, String> then : seen.get(job).entrySet()) {
                assertThat(text(StoreFixture.content(store.reader.openAt(job, then.getKey()))))
                        .as("job %s at revision %s", job, then.getKey())
                        .isEqualTo(then.getValue());
            }
            long past = List.copyOf(seen.get(job).keySet())
                    .get(random.nextInt(seen.get(job).size()));
            store.writer.restore(job, past, OptionalLong.empty());
            assertThat(text(store.read(new Target.OfJob(job))))
                    .isEqualTo(seen.get(job).get(past));
        }
    }

    private static void step(Project p, Random random) {
        boolean whole = random.nextBoolean();
        int index = random.nextInt(p.jobs().size());
        Target target =
                whole ? new Target.OfTask(p.task()) : new Target.OfJob(p.jobs().get(index));
        int first = whole ? 0 : index * 7;
        int frames = whole ? 24 : 10;
        Content before = store.read(target);
        SaveAction action = SaveAction.values()[random.nextInt(SaveAction.values().length)];
        Content given = switch (action) {
            case CREATE, REPLACE -> fresh(p, random, first, frames);
            case DELETE -> some(before, random);
            case UPDATE -> changed(p, some(before, random), random);
        };
        Content answer = store.save(target, action, given);
        Content after = store.read(target);
        assertThat(answer.shapes()).hasSameSizeAs(given.shapes());
        assertThat(answer.tracks()).hasSameSizeAs(given.tracks());
        if (action == SaveAction.UPDATE || action == SaveAction.DELETE) {
            assertThat(answer.shapes().stream().map(Shape::id).toList())
                    .isEqualTo(given.shapes().stream().map(Shape::id).toList());
        }
        if (action != SaveAction.REPLACE) {
            Set<Long> touched = given.shapes().stream().map(Shape::id).collect(Collectors.toSet());
            Map<Long, String> kept = new HashMap<>();
            after.shapes().forEach(s -> kept.put(s.id(), text(Content.of(s))));
            for (Shape shape : before.shapes()) {
                if (!touched.contains(shape.id()) && !merged(shape, answer, action)) {
                    assertThat(kept.get(shape.id())).as("untouched").isEqualTo(text(Content.of(shape)));
                }
            }
        }
        if (action == SaveAction.DELETE) {
            Set<Long> gone = given.shapes().stream().map(Shape::id).collect(Collectors.toSet());
            assertThat(after.shapes()).noneMatch(shape -> gone.contains(shape.id()));
            Set<Long> tracks = given.tracks().stream().map(Track::id).collect(Collectors.toSet());
            assertThat(after.tracks()).noneMatch(track -> tracks.contains(track.id()));
            assertThat(after.shapes())
                    .hasSize(before.shapes().size() - given.shapes().size());
        }
        assertThat(after.shapes().stream().map(Shape::id)).doesNotHaveDuplicates();
    }

    /** What is made or moved onto another shape of a shared frame may be shown as that one. */
    private static boolean merged(Shape shape, Content answer, SaveAction action) {
        return action != SaveAction.DELETE
                && answer.shapes().stream()
                        .anyMatch(other -> other.frame() == shape.frame()
                                && other.labelId() == shape.labelId()
                                && (Geometry.same(other, shape) || Geometry.overlap(other, shape) >= 0.7));
    }

    private static Content fresh(Project p, Random random, int first, int frames) {
        List<Tag> tags = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<Track> tracks = new ArrayList<>();
        if (random.nextBoolean()) {
            tags.add(tag(p, first + random.nextInt(frames)));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            int frame = first + random.nextInt(frames);
            double x = random.nextInt(10_000);
            shapes.add(
                    switch (random.nextInt(3)) {
                        case 0 -> skeleton(p, frame, x);
                        case 1 ->
                            StoreFixture.shape(
                                    0, frame, p.car(), ShapeType.POLYLINE, List.of(), List.of(), x, 1, x + 5, 7);
                        default -> box(p, frame, x, 1, x + 10, 11);
                    });
        }
        if (random.nextInt(3) == 0) {
            int begin = first + random.nextInt(frames - 2);
            int end = begin + 1 + random.nextInt(first + frames - begin - 1);
            double x = random.nextInt(10_000);
            tracks.add(track(
                    p, key(begin, false, x, 0, x + 10, 10), key(end, random.nextBoolean(), x + 40, 0, x + 50, 10)));
        }
        return new Content(tags, shapes, tracks);
    }

    private static Content some(Content content, Random random) {
        return new Content(
                content.tags().stream().filter(t -> random.nextInt(4) == 0).toList(),
                content.shapes().stream().filter(s -> random.nextInt(4) == 0).toList(),
                content.tracks().stream().filter(t -> random.nextInt(3) == 0).toList());
    }

    private static Content changed(Project p, Content content, Random random) {
        List<Shape> shapes = new ArrayList<>();
        for (Shape shape : content.shapes()) {
            double x = random.nextInt(10_000);
            shapes.add(
                    switch (shape.type()) {
                        case SKELETON ->
                            StoreFixture.shape(
                                    shape.id(),
                                    shape.frame(),
                                    shape.labelId(),
                                    ShapeType.SKELETON,
                                    List.of(),
                                    shape.elements().stream()
                                            .map(e -> with(e, e.id(), x, 3))
                                            .toList());
                        case RECTANGLE -> with(shape, shape.id(), x, 1, x + 10, 11);
                        default -> with(shape, shape.id(), x, 1, x + 2, 9);
                    });
        }
        return new Content(content.tags(), shapes, content.tracks());
    }
}
