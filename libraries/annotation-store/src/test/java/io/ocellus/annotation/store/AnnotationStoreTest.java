package io.ocellus.annotation.store;

import static io.ocellus.annotation.store.StoreFixture.box;
import static io.ocellus.annotation.store.StoreFixture.key;
import static io.ocellus.annotation.store.StoreFixture.skeleton;
import static io.ocellus.annotation.store.StoreFixture.tag;
import static io.ocellus.annotation.store.StoreFixture.text;
import static io.ocellus.annotation.store.StoreFixture.track;
import static io.ocellus.annotation.store.StoreFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import io.ocellus.annotation.store.StoreFixture.Content;
import io.ocellus.annotation.store.StoreFixture.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnnotationStoreTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(64 << 10);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static Target.OfJob job(Project p, int index) {
        return new Target.OfJob(p.jobs().get(index));
    }

    private static Shape mask(Project p, double... points) {
        return StoreFixture.shape(0, 0, p.car(), ShapeType.MASK, List.of(), List.of(), points);
    }

    private static Target.OfTask task(Project p) {
        return new Target.OfTask(p.task());
    }

    @Test
    void theAnswerIsWhatIsReadAndInTheOrderOfTheRequest() {
        Project p = store.task(new int[] {0, 9});
        Shape polygon = StoreFixture.shape(
                0,
                3,
                p.car(),
                ShapeType.POLYGON,
                List.of(new AttributeValue(p.checked(), "tr\"ü\\\nue"), new AttributeValue(p.colour(), "")),
                List.of(),
                1,
                2,
                3.25,
                4,
                5,
                6);
        Content given = new Content(
                List.of(tag(p, 2), tag(p, 1)),
                List.of(box(p, 5, 1, 2, 3, 4), skeleton(p, 2, 7), polygon),
                List.of(track(p, key(4, true, 9, 9, 10, 10), key(0, false, 1, 1, 2, 2))));
        Content answer = store.save(job(p, 0), SaveAction.CREATE, given);
        assertThat(answer.shapes()).extracting(Shape::frame).containsExactly(5, 2, 3);
        assertThat(answer.tags())
                .extracting(io.ocellus.annotation.model.Tag::frame)
                .containsExactly(2, 1);
        assertThat(answer.shapes().get(1).elements()).hasSize(2).allMatch(e -> e.id() > 0);
        assertThat(answer.tracks().getFirst().shapes())
                .extracting(TrackedShape::frame)
                .containsExactly(0, 4);
        assertThat(answer.tracks().getFirst().shapes()).allMatch(s -> s.id() > 0);

        Content read = store.read(job(p, 0));
        assertThat(read.shapes()).extracting(Shape::frame).containsExactly(2, 3, 5);
        Shape back = read.shapes().get(1);
        assertThat(back.attributes()).containsExactlyInAnyOrderElementsOf(polygon.attributes());
        assertThat(back.points()).containsExactly(1, 2, 3.25, 4, 5, 6);
        assertThat(read.shapes().get(2).attributes())
                .containsExactlyInAnyOrder(
                        new AttributeValue(p.checked(), "false"), new AttributeValue(p.colour(), "red"));
        assertThat(read.shapes().get(0).elements())
                .extracting(e -> e.points()[0])
                .containsExactly(7d, 12d);
        assertThat(read.shapes().stream().map(Shape::id).sorted().toList())
                .isEqualTo(answer.shapes().stream().map(Shape::id).sorted().toList());
    }

    @Test
    void mutableAttributesCarryAlongATrackUntilChanged() {
        Project p = store.task(new int[] {0, 9});
        TrackedShape first = new TrackedShape(
                0,
                0,
                ShapeType.RECTANGLE,
                false,
                false,
                0,
                0,
                new double[] {0, 0, 1, 1},
                List.of(new AttributeValue(p.checked(), "true")));
        store.save(job(p, 0), SaveAction.CREATE, Content.of(List.of(track(p, first, key(5, false, 1, 1, 2, 2)))));
        Track back = store.read(job(p, 0)).tracks().getFirst();
        assertThat(back.attributes()).containsExactly(new AttributeValue(p.colour(), "red"));
        assertThat(back.shapes().get(1).attributes()).containsExactly(new AttributeValue(p.checked(), "true"));
    }

    @Test
    void anUpdateKeepsIdsAndDropsElementsThatWereNotSent() {
        Project p = store.task(new int[] {0, 9});
        Content made = store.save(
                job(p, 0),
                SaveAction.CREATE,
                Content.of(box(p, 1, 1, 1, 2, 2), skeleton(p, 2, 5), box(p, 3, 1, 1, 4, 4)));
        Shape skeleton = made.shapes().get(1);
        Shape kept = skeleton.elements().getFirst();
        Shape less = StoreFixture.shape(
                skeleton.id(), 2, p.body(), ShapeType.SKELETON, List.of(), List.of(with(kept, kept.id(), 8, 8)));
        Content answer = store.save(
                job(p, 0),
                SaveAction.UPDATE,
                Content.of(
                        with(made.shapes().getFirst(), made.shapes().getFirst().id(), 5, 5, 6, 6), less));
        assertThat(answer.shapes())
                .extracting(Shape::id)
                .containsExactly(made.shapes().get(0).id(), skeleton.id());
        Content read = store.read(job(p, 0));
        assertThat(read.shapes())
                .extracting(Shape::id)
                .containsExactlyElementsOf(made.shapes().stream().map(Shape::id).toList());
        assertThat(read.shapes().get(0).points()).containsExactly(5, 5, 6, 6);
        assertThat(read.shapes().get(1).elements()).extracting(Shape::id).containsExactly(kept.id());
        store.save(
                job(p, 0),
                SaveAction.DELETE,
                Content.of(skeletonOf(read.shapes().get(1))));
        assertThat(store.id("SELECT count(*) FROM annotation.shape WHERE job_id = "
                        + p.jobs().getFirst()))
                .isEqualTo(2);
    }

    private static Shape skeletonOf(Shape s) {
        return s;
    }

    @Test
    void whatWasDeletedMeanwhileComesBackUnderItsIdWhenUpdated() {
        Project p = store.task(new int[] {0, 9});
        Shape made = store.save(job(p, 0), SaveAction.CREATE, Content.of(box(p, 1, 1, 1, 2, 2)))
                .shapes()
                .getFirst();
        store.save(job(p, 0), SaveAction.DELETE, Content.of(made));
        store.save(job(p, 0), SaveAction.UPDATE, Content.of(with(made, made.id(), 2, 2, 3, 3)));
        assertThat(store.read(job(p, 0)).shapes()).extracting(Shape::id).containsExactly(made.id());
        assertThatThrownBy(() -> store.save(
                        job(p, 0), SaveAction.UPDATE, Content.of(with(made, made.id() + 100_000, 2, 2, 3, 3))))
                .isInstanceOf(Failure.Invalid.class);
        Project other = store.task(new int[] {0, 9});
        Shape theirs = store.save(job(other, 0), SaveAction.CREATE, Content.of(box(other, 1, 1, 1, 2, 2)))
                .shapes()
                .getFirst();
        assertThatThrownBy(() ->
                        store.save(job(p, 0), SaveAction.UPDATE, Content.of(with(box(p, 1), theirs.id(), 2, 2, 3, 3))))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(store.read(job(other, 0)).shapes()).hasSize(1);
    }

    @Test
    void everyRefusalLeavesNothing() {
        Project p = store.task(new int[] {0, 9}, new int[] {10, 19});
        Shape good = box(p, 0, 1, 1, 2, 2);
        List<Shape> bad = List.of(
                with(good, 0, 1, 2, 3),
                with(good, 0, Double.NaN, 1, 2, 2),
                with(good, 0, Double.POSITIVE_INFINITY, 1, 2, 2),
                with(good, 77, 1, 1, 2, 2),
                box(p, 10, 1, 1, 2, 2),
                box(p, -1, 1, 1, 2, 2),
                StoreFixture.shape(0, 0, 987_654_321, ShapeType.RECTANGLE, List.of(), List.of(), 1, 1, 2, 2),
                StoreFixture.shape(
                        0,
                        0,
                        p.car(),
                        ShapeType.RECTANGLE,
                        List.of(new AttributeValue(1_000_000, "x")),
                        List.of(),
                        1,
                        1,
                        2,
                        2),
                StoreFixture.shape(
                        0,
                        0,
                        p.car(),
                        ShapeType.RECTANGLE,
                        List.of(new AttributeValue(p.colour(), "\0")),
                        List.of(),
                        1,
                        1,
                        2,
                        2),
                mask(p, 16, 10, 10, 0, 0),
                mask(p, 15, 0, 0, 3, 3),
                mask(p, 15, 2, 0, 0, 3, 3),
                mask(p, -1, 17, 0, 0, 3, 3),
                mask(p, 7.5, 8.5, 0, 0, 3, 3),
                mask(p, 16, 0, 0, 100_000, 100_000),
                mask(p, 16, -5e9, 0, -5e9, 0),
                StoreFixture.shape(0, 0, p.body(), ShapeType.SKELETON, List.of(), List.of()),
                StoreFixture.shape(
                        0,
                        0,
                        p.body(),
                        ShapeType.SKELETON,
                        List.of(),
                        List.of(StoreFixture.shape(0, 0, p.car(), ShapeType.POINTS, List.of(), List.of(), 1, 1))));
        for (Shape shape : bad) {
            assertThatThrownBy(() -> store.save(job(p, 0), SaveAction.CREATE, Content.of(good, shape)))
                    .as(shape.toString())
                    .isInstanceOf(Failure.Invalid.class);
        }
        assertThatThrownBy(() -> store.save(job(p, 0), SaveAction.CREATE, sink -> {
                    sink.shape(good);
                    throw new IOException("the client is gone");
                }))
                .hasMessageContaining("gone");
        assertThat(store.read(task(p)).shapes()).isEmpty();
        assertThat(store.reader.open(job(p, 0)).version()).isZero();
        assertThat(store.space.bytesInMemory()).isZero();
        assertThat(store.space.bytesOnDisk()).isZero();
    }

    @Test
    void aRepeatedKeyAnswersTheFirstResultAndAppliesNothing() {
        Project p = store.task(new int[] {0, 9}, new int[] {8, 19});
        SaveRequest keyed = new SaveRequest(
                task(p), SaveAction.CREATE, OptionalLong.of(1), OptionalLong.empty(), Optional.of("k1"), false);
        Content given = new Content(
                List.of(tag(p, 8)),
                List.of(box(p, 8, 1, 1, 2, 2), skeleton(p, 12, 3)),
                List.of(track(p, key(2, false, 1, 1, 2, 2), key(15, false, 3, 3, 4, 4))));
        Content first = store.save(keyed, given);
        Content second = store.save(keyed, given);
        assertThat(text(second)).isEqualTo(text(first));
        assertThat(store.read(task(p)).shapes()).hasSize(2);
        assertThat(store.read(task(p)).tracks()).hasSize(1);
        assertThatThrownBy(() -> store.save(keyed, Content.of(box(p, 1, 1, 1, 2, 2))))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void aSaveOfAnOldVersionIsRefused() {
        Project p = store.task(new int[] {0, 9});
        store.save(job(p, 0), SaveAction.CREATE, Content.of(box(p, 1, 1, 1, 2, 2)));
        SaveRequest old = new SaveRequest(
                job(p, 0), SaveAction.REPLACE, OptionalLong.of(1), OptionalLong.of(0), Optional.empty(), false);
        assertThatThrownBy(() -> store.save(old, AnnotationSource.EMPTY))
                .isInstanceOf(Failure.PreconditionFailed.class);
        SaveRequest present = new SaveRequest(
                job(p, 0), SaveAction.REPLACE, OptionalLong.of(1), OptionalLong.of(1), Optional.empty(), false);
        store.save(present, AnnotationSource.EMPTY);
        assertThat(store.read(job(p, 0)).shapes()).isEmpty();
        assertThat(store.reader.open(job(p, 0)).version()).isEqualTo(2);
    }

    @Test
    void aTaskShowsAnObjectOfTwoJobsOnceAndChangesBoth() {
        Project p = store.task(new int[] {0, 9}, new int[] {8, 19});
        Content made = store.save(
                task(p),
                SaveAction.CREATE,
                new Content(
                        List.of(tag(p, 9)),
                        List.of(box(p, 8, 1, 1, 20, 20), skeleton(p, 9, 3), box(p, 15, 1, 1, 2, 2)),
                        List.of()));
        assertThat(store.read(job(p, 0)).shapes()).hasSize(2);
        assertThat(store.read(job(p, 1)).shapes()).hasSize(3);
        Content whole = store.read(task(p));
        assertThat(whole.tags()).hasSize(1);
        assertThat(whole.shapes())
                .extracting(Shape::id)
                .containsExactlyElementsOf(made.shapes().stream().map(Shape::id).toList());

        Shape shared = whole.shapes().getFirst();
        List<Long> before =
                store.read(job(p, 1)).shapes().stream().map(Shape::id).toList();
        store.save(task(p), SaveAction.UPDATE, Content.of(with(shared, shared.id(), 5, 5, 30, 30)));
        assertThat(store.read(job(p, 1)).shapes()).extracting(Shape::id).containsExactlyElementsOf(before);
        assertThat(store.read(job(p, 1)).shapes().getFirst().points()).containsExactly(5, 5, 30, 30);
        assertThat(store.read(task(p)).shapes()).hasSize(3);

        store.save(
                task(p),
                SaveAction.DELETE,
                new Content(whole.tags(), List.of(shared, whole.shapes().get(1)), List.of()));
        assertThat(store.read(job(p, 0)).shapes()).isEmpty();
        assertThat(store.read(task(p)).shapes()).extracting(Shape::frame).containsExactly(15);
        assertThat(store.read(task(p)).tags()).isEmpty();
    }

    @Test
    void aTrackOverTwoJobsIsCutAndComesBackWhole() {
        Project p = store.task(new int[] {0, 9}, new int[] {8, 19});
        Track sent =
                track(p, key(2, false, 0, 0, 10, 10), key(16, false, 140, 0, 150, 10), key(18, true, 140, 0, 150, 10));
        Content made = store.save(task(p), SaveAction.CREATE, Content.of(List.of(sent)));
        Track left = store.read(job(p, 0)).tracks().getFirst();
        Track right = store.read(job(p, 1)).tracks().getFirst();
        assertThat(left.shapes()).extracting(TrackedShape::frame).containsExactly(2, 9);
        assertThat(left.shapes().get(1).points()[0]).isEqualTo(70);
        assertThat(right.shapes()).extracting(TrackedShape::frame).containsExactly(8, 16, 18);
        List<Track> whole = store.read(task(p)).tracks();
        assertThat(whole).hasSize(1);
        assertThat(text(Content.of(whole)).replaceAll("checked|AttributeValue\\[[^]]*]", ""))
                .contains(String.valueOf(made.tracks().getFirst().id()));
        List<Double> xs = new ArrayList<>();
        TrackWalk.over(whole.getFirst(), FrameSelection.range(0, 19))
                .forEachRemaining(at -> xs.add(at.shape().points()[0]));
        assertThat(xs)
                .hasSize(17)
                .startsWith(0d, 10d)
                .endsWith(130d, 140d, 140d, 140d)
                .contains(50d, 60d, 70d);

        store.save(task(p), SaveAction.UPDATE, Content.of(whole));
        assertThat(store.read(job(p, 0)).tracks()).extracting(Track::id).containsExactly(left.id());
        assertThat(store.read(job(p, 1)).tracks()).extracting(Track::id).containsExactly(right.id());
        store.save(task(p), SaveAction.DELETE, Content.of(store.read(task(p)).tracks()));
        assertThat(store.read(job(p, 0)).tracks()).isEmpty();
        assertThat(store.read(job(p, 1)).tracks()).isEmpty();
    }

    @Test
    void aReaderSeesOneStateWhateverIsSavedMeanwhile() {
        Project p = store.task(new int[] {0, 9});
        Shape[] many = new Shape[10_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = box(p, i % 10, i, 1, i + 5, 5);
        }
        Content made = store.save(job(p, 0), SaveAction.CREATE, Content.of(many));
        AnnotationSnapshot snapshot = store.reader.open(job(p, 0));
        var shapes = snapshot.shapes().iterator();
        List<Long> seen = new ArrayList<>();
        seen.add(shapes.next().id());
        store.save(
                job(p, 0),
                SaveAction.DELETE,
                Content.of(made.shapes().subList(0, 5_000).toArray(Shape[]::new)));
        store.save(job(p, 0), SaveAction.CREATE, Content.of(box(p, 5, 1, 1, 2, 2)));
        shapes.forEachRemaining(shape -> seen.add(shape.id()));
        assertThat(seen).doesNotHaveDuplicates().hasSize(10_000);
        assertThat(store.read(job(p, 0)).shapes()).hasSize(5_001);
    }

    @Test
    void deltasTellWhatARevisionDid() {
        Project p = store.task(new int[] {0, 9});
        Content made = store.save(
                job(p, 0),
                SaveAction.CREATE,
                Content.of(box(p, 1, 1, 1, 2, 2), box(p, 2, 1, 1, 2, 2), skeleton(p, 3, 4)));
        long id = p.jobs().getFirst();
        Shape first = made.shapes().get(0);
        store.save(job(p, 0), SaveAction.UPDATE, Content.of(with(first, first.id(), 1, 1, 9, 9)));
        store.save(
                job(p, 0),
                SaveAction.DELETE,
                Content.of(made.shapes().get(1), made.shapes().get(2)));
        assertThat(store.deltas.shapes(id, 1)).hasSize(3).allMatch(change -> change instanceof ShapeChange.Added);
        assertThat(store.deltas.shapes(id, 2))
                .singleElement()
                .matches(change -> change instanceof ShapeChange.Changed changed
                        && changed.moved()
                        && changed.before().points()[3] == 2);
        assertThat(store.deltas.shapes(id, 3)).hasSize(2).allMatch(change -> change instanceof ShapeChange.Removed);
    }

    @Test
    void restoringGivesWhatWasReadThen() {
        Project p = store.task(new int[] {0, 9});
        long id = p.jobs().getFirst();
        Content made = store.save(
                job(p, 0),
                SaveAction.CREATE,
                new Content(
                        List.of(tag(p, 1)),
                        List.of(box(p, 1, 1, 1, 2, 2), skeleton(p, 3, 4)),
                        List.of(track(p, key(0, false, 1, 1, 2, 2)))));
        String then = text(store.read(job(p, 0)));
        store.save(
                job(p, 0),
                SaveAction.UPDATE,
                Content.of(with(made.shapes().get(0), made.shapes().get(0).id(), 1, 1, 9, 9)));
        store.save(job(p, 0), SaveAction.REPLACE, Content.of(box(p, 7, 1, 1, 2, 2)));
        assertThat(text(StoreFixture.content(store.reader.openAt(id, 1)))).isEqualTo(then);
        assertThat(store.writer.restore(id, 1, OptionalLong.of(1))).isEqualTo(4);
        assertThat(text(store.read(job(p, 0)))).isEqualTo(then);
        assertThat(store.writer.restore(id, 4, OptionalLong.of(1))).isEqualTo(4);
        store.writer.removeLabels(List.of(p.car()), OptionalLong.empty());
        assertThat(store.read(job(p, 0)).shapes()).extracting(Shape::type).containsExactly(ShapeType.SKELETON);
        store.writer.purgeJobs(List.of(id));
        assertThat(store.id("SELECT count(*) FROM annotation.shape_history WHERE job_id = " + id))
                .isZero();
    }
}
