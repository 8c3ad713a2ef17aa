package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.model.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The files below {@code ImageSets}. Memory: the names of the frames and a bit for each tag. Not thread-safe. */
final class VocImageSets {
    private final VocLabels labels;
    private final List<String> names = new ArrayList<>();
    private final List<BitSet> tagged = new ArrayList<>();
    private final BitSet anyTag = new BitSet();
    private final BitSet masked = new BitSet();
    private final BitSet empty = new BitSet();

    VocImageSets(VocLabels labels) {
        this.labels = labels;
        labels.all().forEach(label -> tagged.add(new BitSet()));
    }

    void add(String stem, List<Tag> tags, boolean masks, boolean nothing, LabelBook book) {
        int at = names.size();
        names.add(stem);
        masked.set(at, masks || nothing);
        empty.set(at, nothing);
        for (Tag tag : tags) {
            anyTag.set(at);
            tagged.get(labels.all().indexOf(book.get(tag.labelId()).name())).set(at);
        }
    }

    void write(String subset, DatasetArchive archive) throws IOException {
        BitSet all = new BitSet();
        all.set(0, names.size());
        list("Main", subset, all, archive);
        list("Segmentation", subset, masked, archive);
        list("Action", subset, empty, archive);
        list("Layout", subset, empty, archive);
        if (anyTag.isEmpty()) {
            return;
        }
        for (int label = 0; label < tagged.size(); label++) {
            String file = "ImageSets/Main/" + labels.all().get(label) + "_" + subset + ".txt";
            if (archive.has(file)) {
                continue;
            }
            StringBuilder lines = new StringBuilder();
            for (int i = anyTag.nextSetBit(0); i >= 0; i = anyTag.nextSetBit(i + 1)) {
                lines.append(names.get(i)).append(tagged.get(label).get(i) ? "  1\n" : " -1\n");
            }
            archive.text(file, lines);
        }
    }

    private void list(String folder, String subset, BitSet chosen, DatasetArchive archive) throws IOException {
        if (chosen.isEmpty()) {
            return;
        }
        try (var out = archive.entry("ImageSets/" + folder + "/" + subset + ".txt")) {
            for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
                out.write((names.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
