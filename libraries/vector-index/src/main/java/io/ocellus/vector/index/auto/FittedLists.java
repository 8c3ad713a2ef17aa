package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.ivf.CodedLists;
import io.ocellus.vector.index.ivf.FinerLists;
import io.ocellus.vector.index.ivf.InvertedBuilder;
import io.ocellus.vector.index.ivf.InvertedSearcher;
import io.ocellus.vector.index.ivf.ListCost;
import io.ocellus.vector.index.ivf.RowLists;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.row.RowLayout;
import java.util.Random;

/**
 * The lists of an AUTOINDEX with the efforts measured on them. How many lists suit the rows shows only then: where most of a
 * search goes into candidates, its lists hold rows too unlike for their codes to tell apart, and where most lists are read, these
 * do not part the rows. There finer ones are tried, which take the place of the first where searches become cheaper (ADR 0039).
 */
public record FittedLists(CodedLists lists, Calibration calibration, ListCost cost) {

    /** The recalls that lists are to be cheap for. */
    private static final float[] ASKED = {0.9f, 0.95f, 0.99f};

    /** So many times the lists. */
    private static final int TIMES = 3;

    /** Finer lists are tried where half the candidates would make searches that much cheaper. */
    private static final double HOPED = 0.9;

    /** Or where so many of all lists are read for the greatest recall. */
    private static final double MOST_READ = 0.7;

    /** What searches of finer lists may cost of those of the first, to be kept. */
    private static final double WORTH = 0.95;

    public static FittedLists fit(
            CodedLists lists,
            SampleQueries sample,
            RowLayout layout,
            long vectors,
            InvertedBuilder.Room room,
            BuildControl control) {
        FittedLists first = measure(lists, sample, layout, control);
        if (first.hoped() > HOPED && first.read() < MOST_READ) {
            return first;
        }
        RowLists finer = FinerLists.split(
                lists.of(),
                lists.coded().units(),
                layout,
                vectors,
                TIMES * lists.of().lists(),
                control);
        int width = lists.coded().book().width();
        FittedLists second = measure(
                InvertedBuilder.code(room, layout, vectors, finer, width, new Random(42), control.unwatched()),
                sample,
                layout,
                control);
        return second.times(first) < WORTH ? second : first;
    }

    private static FittedLists measure(CodedLists lists, SampleQueries sample, RowLayout layout, BuildControl control) {
        int rows = lists.of().nearest().length;
        return new FittedLists(
                lists,
                Calibration.measure(sample, layout, rows, lists.coded(), control),
                ListCost.of(layout, rows, lists.coded()));
    }

    /** The part of all lists that the greatest recall takes. */
    private double read() {
        return effort(ASKED[ASKED.length - 1]).probes() / (double) cost.lists();
    }

    /** What searches of finer lists would cost with half the candidates, as part of what they cost. */
    private double hoped() {
        double sum = 0;
        for (float asked : ASKED) {
            InvertedSearcher.Effort now = effort(asked);
            int probes = TIMES * Math.min(cost.lists(), now.probes());
            sum += cost.finer(TIMES).of(new InvertedSearcher.Effort(probes, now.reorder() / 2)) / cost.of(now);
        }
        return sum / ASKED.length;
    }

    /** So many times what searches of other lists cost. */
    private double times(FittedLists other) {
        double sum = 0;
        for (float asked : ASKED) {
            sum += cost.of(effort(asked)) / other.cost.of(other.effort(asked));
        }
        return sum / ASKED.length;
    }

    private InvertedSearcher.Effort effort(float asked) {
        return calibration.effort(SearchParameters.parse("recall=" + asked), SampleQueries.NEIGHBOURS);
    }
}
