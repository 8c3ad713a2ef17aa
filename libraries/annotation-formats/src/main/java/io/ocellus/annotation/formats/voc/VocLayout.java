package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things are in an archive. With {@code Annotations/} (perhaps below one top folder) the image sets name the items; without, every XML
 * file is one, called after its file.
 *
 * @param top folder of the dataset, empty or with a slash at its end
 * @param flat XML files by item, where there is no {@code Annotations/}
 */
record VocLayout(
        ZipArchive archive, String top, VocLabels labels, List<Subset> subsets, Map<String, ArchiveEntry> flat) {
    private static final int MOST_BYTES = 64 << 20;
    private static final Pattern MARKED = Pattern.compile("^(.*\\S)\\s+(-?[01])$");
    private static final String ANNOTATIONS = "Annotations/";
    private static final String SETS = "ImageSets/";

    /** @param tags labels of whole images, by item */
    record Subset(String name, Set<String> items, Map<String, List<String>> tags) {}

    static VocLayout of(ZipArchive archive, List<String> taskLabels) throws IOException {
        Optional<String> top = top(archive);
        String folder = top.orElse("");
        Optional<ArchiveEntry> map = archive.find(folder + "labelmap.txt");
        VocLabels labels = map.isPresent()
                ? VocLabels.parse(new String(archive.bytes(map.get(), 1 << 20), StandardCharsets.UTF_8))
                : VocLabels.parse(String.join("\n", taskLabels));
        Map<String, ArchiveEntry> flat = new LinkedHashMap<>();
        if (top.isEmpty()) {
            archive.entries().stream()
                    .filter(entry -> entry.name().endsWith(".xml"))
                    .forEach(entry -> flat.put(withoutXml(entry.baseName()), entry));
            if (flat.isEmpty()) {
                throw new Failure.Invalid("Dataset must contain a file: \"Annotations/*.xml\"");
            }
            return new VocLayout(archive, folder, labels, List.of(new Subset("train", flat.keySet(), Map.of())), flat);
        }
        List<Subset> subsets = new Reading(archive, folder, labels).subsets();
        if (subsets.isEmpty()) {
            Set<String> items = new LinkedHashSet<>();
            archive.entries().stream()
                    .map(ArchiveEntry::name)
                    .filter(name -> name.startsWith(folder + ANNOTATIONS) && name.endsWith(".xml"))
                    .forEach(name -> items.add(withoutXml(name.substring((folder + ANNOTATIONS).length()))));
            subsets = List.of(new Subset("train", items, Map.of()));
        }
        return new VocLayout(archive, folder, labels, subsets, flat);
    }

    private static Optional<String> top(ZipArchive archive) {
        return archive.entries().stream()
                .map(entry -> "/" + entry.name())
                .filter(name -> name.contains("/" + ANNOTATIONS))
                .map(name -> name.substring(1, name.indexOf("/" + ANNOTATIONS) + 1))
                .min((a, b) -> Integer.compare(a.length(), b.length()));
    }

    private static String withoutXml(String name) {
        return name.substring(0, name.length() - ".xml".length());
    }

    Optional<ArchiveEntry> annotation(String item) {
        return flat.isEmpty() ? archive.find(top + ANNOTATIONS + item + ".xml") : Optional.ofNullable(flat.get(item));
    }

    /** Reads the image sets. */
    private static final class Reading {
        private final ZipArchive archive;
        private final String top;
        private final VocLabels labels;
        private final Map<String, Subset> subsets = new TreeMap<>();
        private final List<ArchiveEntry> labelLists = new ArrayList<>();

        Reading(ZipArchive archive, String top, VocLabels labels) {
            this.archive = archive;
            this.top = top;
            this.labels = labels;
        }

        List<Subset> subsets() throws IOException {
            for (ArchiveEntry entry : archive.entries()) {
                if (entry.name().startsWith(top + SETS) && entry.name().endsWith(".txt")) {
                    if (entry.name().startsWith(top + SETS + "Main/")
                            && labelOf(stem(entry)).isPresent()) {
                        labelLists.add(entry);
                    } else {
                        items(entry);
                    }
                }
            }
            for (ArchiveEntry entry : labelLists) {
                tags(entry, labelOf(stem(entry)).orElseThrow());
            }
            return List.copyOf(subsets.values());
        }

        private static String stem(ArchiveEntry entry) {
            return entry.baseName().substring(0, entry.baseName().length() - ".txt".length());
        }

        /** The label of {@code LABEL_SUBSET}. */
        private Optional<String> labelOf(String stem) {
            for (int at = stem.indexOf('_'); at > 0; at = stem.indexOf('_', at + 1)) {
                String subset = stem.substring(at + 1);
                if (labels.has(stem.substring(0, at))
                        && archive.find(top + SETS + "Main/" + subset + ".txt").isPresent()) {
                    return Optional.of(stem.substring(0, at));
                }
            }
            return Optional.empty();
        }

        private List<String> lines(ArchiveEntry entry) throws IOException {
            String text = new String(archive.bytes(entry, MOST_BYTES), StandardCharsets.UTF_8).replace("\uFEFF", "");
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }

        private Subset subset(String name) {
            return subsets.computeIfAbsent(name, key -> new Subset(key, new LinkedHashSet<>(), new HashMap<>()));
        }

        private void items(ArchiveEntry entry) throws IOException {
            Subset subset = subset(stem(entry));
            for (String line : lines(entry)) {
                Matcher marked = MARKED.matcher(line);
                boolean whole = archive.find(top + ANNOTATIONS + line + ".xml").isPresent();
                String item = !whole && marked.matches() ? marked.group(1) : line;
                subset.items().add(item.replace('\\', '/'));
            }
        }

        private void tags(ArchiveEntry entry, String label) throws IOException {
            Subset subset = subset(stem(entry).substring(label.length() + 1));
            for (String line : lines(entry)) {
                Matcher marked = MARKED.matcher(line);
                if (!marked.matches()) {
                    throw new Failure.Invalid("'" + entry.name() + "': '" + line + "' does not end with 1, 0 or -1");
                }
                String item = marked.group(1);
                subset.items().add(item);
                if (marked.group(2).equals("1")) {
                    subset.tags()
                            .computeIfAbsent(item, key -> new ArrayList<>())
                            .add(label);
                }
            }
        }
    }
}
