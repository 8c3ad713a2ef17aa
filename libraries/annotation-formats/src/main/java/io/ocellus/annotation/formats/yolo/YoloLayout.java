package io.ocellus.annotation.formats.yolo;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code obj.data} leads to. Where the list of a subset is missing, the texts of its folder are taken. */
record YoloLayout(List<String> names, List<Subset> subsets) {
    private static final int MOST_BYTES = 64 << 20;

    /**
     * @param name of the picture, below the subset's folder
     * @param text entry with its boxes
     * @param picture entry with its pixels
     */
    record Item(String name, String text, String picture) {}

    record Subset(String name, List<Item> items) {}

    static YoloLayout of(ZipArchive archive) throws IOException {
        ArchiveEntry data = archive.entries().stream()
                .filter(entry -> entry.baseName().equals("obj.data"))
                .min(Comparator.comparingInt(entry -> entry.name().length()))
                .orElseThrow(() -> new Failure.Invalid("Dataset must contain a file: \"obj.data\""));
        String top = data.name().substring(0, data.name().length() - "obj.data".length());
        Map<String, String> keys = new LinkedHashMap<>();
        for (String line : lines(archive, data)) {
            int sign = line.indexOf('=');
            if (sign > 0) {
                keys.put(
                        line.substring(0, sign).strip(),
                        line.substring(sign + 1).strip());
            }
        }
        ArchiveEntry names = inside(archive, top, keys.getOrDefault("names", "obj.names"))
                .orElseThrow(() -> new Failure.Invalid("Dataset must contain a file: \"obj.names\""));
        keys.keySet().removeAll(List.of("names", "classes", "backup"));
        List<Subset> subsets = new ArrayList<>();
        for (Map.Entry<String, String> subset : keys.entrySet()) {
            subsets.add(subset(archive, top, subset.getKey(), subset.getValue()));
        }
        if (subsets.isEmpty()) {
            throw new Failure.Invalid("obj.data names no subset, such as: train = data/train.txt");
        }
        return new YoloLayout(lines(archive, names), subsets);
    }

    private static List<String> lines(ZipArchive archive, ArchiveEntry entry) throws IOException {
        String text = new String(archive.bytes(entry, MOST_BYTES), StandardCharsets.UTF_8).replace("\uFEFF", "");
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String withoutData(String path) {
        String clean = path.replace('\\', '/');
        clean = clean.startsWith("./") ? clean.substring(2) : clean;
        return clean.startsWith("data/") ? clean.substring("data/".length()) : clean;
    }

    private static Optional<ArchiveEntry> inside(ZipArchive archive, String top, String path) {
        return archive.find(top + withoutData(path)).or(() -> archive.find(top + path));
    }

    private static Subset subset(ZipArchive archive, String top, String name, String path) throws IOException {
        Optional<ArchiveEntry> list = inside(archive, top, path);
        String folder = "obj_" + name + "_data/";
        List<Item> items = new ArrayList<>();
        if (list.isPresent()) {
            for (String line : lines(archive, list.get())) {
                String picture = withoutData(line);
                String text = top + DatasetFrame.stem(picture) + ".txt";
                items.add(new Item(named(picture, folder), text, top + picture));
            }
            return new Subset(name, items);
        }
        for (ArchiveEntry entry : archive.entries()) {
            if (entry.name().startsWith(top + folder) && entry.name().endsWith(".txt")) {
                String stem = entry.name()
                        .substring((top + folder).length(), entry.name().length() - ".txt".length());
                items.add(new Item(stem, entry.name(), picture(archive, top + folder + stem)));
            }
        }
        if (items.isEmpty()) {
            throw new Failure.Invalid(
                    "Can't find '" + name + "' subset list file: '" + path + "', nor texts in '" + folder + "'");
        }
        return new Subset(name, items);
    }

    private static String named(String picture, String folder) {
        return picture.startsWith(folder)
                ? picture.substring(folder.length())
                : picture.replaceFirst("^obj_[^/]*_data/", "");
    }

    private static String picture(ZipArchive archive, String stem) {
        for (String extension : List.of(".jpg", ".jpeg", ".png", ".JPG", ".PNG", ".bmp")) {
            if (archive.find(stem + extension).isPresent()) {
                return stem + extension;
            }
        }
        return stem + ".jpg";
    }
}
