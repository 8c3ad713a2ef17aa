package io.ocellus.annotation.formats.yolo;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.AnnotationBinder;
import io.ocellus.annotation.formats.imports.DatasetBinder;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.formats.imports.Unmatched;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** YOLO 1.1 in an archive, perhaps below one top folder. A text at a time is read, a line at a time held. */
public final class YoloReader implements DatasetReader {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LONGEST_LINE = 10_000;

    @Override
    public void read(DatasetFile file, ImportTarget target, ImportOptions options) throws IOException {
        ZipArchive archive = file.needArchive();
        YoloLayout layout = YoloLayout.of(archive);
        DatasetBinder binders = new DatasetBinder(target);
        for (YoloLayout.Subset subset : layout.subsets()) {
            AnnotationBinder binder = binders.subset(subset.name());
            Unmatched unmatched = new Unmatched();
            subset.items().stream()
                    .filter(item -> binder.frames().find(item.name()).isEmpty())
                    .forEach(item -> unmatched.add(DatasetFrame.stem(item.name())));
            unmatched.refuseIfAny();
            for (YoloLayout.Item item : subset.items()) {
                DatasetFrame frame =
                        binder.frames().find(item.name()).orElseThrow(() -> Unmatched.failure(item.name()));
                ArchiveEntry text = archive.find(item.text())
                        .orElseThrow(() -> new Failure.Invalid("The archive has no '" + item.text()
                                + "' for the image '" + item.name() + "' that its list names"));
                read(archive, text, layout.names(), frame, binder);
            }
        }
    }

    private static void read(
            ZipArchive archive, ArchiveEntry entry, List<String> names, DatasetFrame frame, AnnotationBinder binder)
            throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new BoundedLines(archive.open(entry), LONGEST_LINE, entry.name()), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String content = line.replace("\uFEFF", "").strip();
                if (!content.isEmpty()) {
                    String where = "'" + entry.name() + "', line " + number;
                    binder.shape(frame, box(content, names, frame, where), where);
                }
            }
        }
    }

    private static ParsedShape box(String line, List<String> names, DatasetFrame frame, String where) {
        String[] fields = BLANKS.split(line);
        if (fields.length != 5) {
            throw new Failure.Invalid(where + ": a class and four numbers are needed, it has " + fields.length
                    + " fields: '" + line + "'");
        }
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            String text = fields[i + 1];
            numbers[i] = Decimals.finite(text)
                    .orElseThrow(() -> new Failure.Invalid(where + ": '" + text + "' is not a number"));
        }
        double width = numbers[2] * frame.width();
        double height = numbers[3] * frame.height();
        double left = numbers[0] * frame.width() - width / 2;
        double top = numbers[1] * frame.height() - height / 2;
        double[] points = {
            Decimals.rounded(left),
            Decimals.rounded(top),
            Decimals.rounded(left + width),
            Decimals.rounded(top + height)
        };
        return ParsedShape.of(ShapeType.RECTANGLE, label(fields[0], names, where), points, 0, List.of());
    }

    private static String label(String field, List<String> names, String where) {
        try {
            int number = Integer.parseInt(field);
            if (number >= 0 && number < names.size()) {
                return names.get(number);
            }
        } catch (NumberFormatException e) {
            throw new Failure.Invalid(where + ": the class must be a whole number, it is '" + field + "'", e);
        }
        throw new Failure.Invalid(where + ": Undeclared label '" + field + "', obj.names has " + names.size());
    }

    @Override
    public List<SubsetMedia> media(DatasetFile file) throws IOException {
        ZipArchive archive = file.needArchive();
        List<SubsetMedia> media = new ArrayList<>();
        for (YoloLayout.Subset subset : YoloLayout.of(archive).subsets()) {
            List<SubsetMedia.Picture> pictures = new ArrayList<>();
            for (YoloLayout.Item item : subset.items()) {
                archive.find(item.picture())
                        .ifPresent(entry -> pictures.add(new SubsetMedia.Picture(item.name(), entry)));
            }
            media.add(new SubsetMedia(subset.name(), pictures));
        }
        return media;
    }

    @Override
    public List<String> labels(DatasetFile file) throws IOException {
        return YoloLayout.of(file.needArchive()).names();
    }
}
