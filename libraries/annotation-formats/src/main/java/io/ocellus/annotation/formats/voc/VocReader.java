package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.AnnotationBinder;
import io.ocellus.annotation.formats.imports.DatasetBinder;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.formats.imports.Unmatched;
import io.ocellus.annotation.formats.imports.XmlReading;
import io.ocellus.annotation.model.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PASCAL VOC 1.1 in an archive, with its folders, in one top folder, or as XML files alone. An XML at a time is held. */
public final class VocReader implements DatasetReader {
    private static final List<String> PICTURES = List.of(".jpg", ".jpeg", ".png", ".bmp", ".JPG", ".JPEG", ".PNG");

    @Override
    public void read(DatasetFile file, ImportTarget target, ImportOptions options) throws IOException {
        ZipArchive archive = file.needArchive();
        VocLayout layout = VocLayout.of(
                archive, target.labels().all().stream().map(Label::name).toList());
        DatasetBinder binders = new DatasetBinder(target);
        for (VocLayout.Subset subset : layout.subsets()) {
            AnnotationBinder binder = binders.subset(subset.name());
            Unmatched unmatched = new Unmatched();
            subset.items().stream()
                    .filter(item -> binder.frames().find(item).isEmpty())
                    .forEach(unmatched::add);
            unmatched.refuseIfAny();
            for (String item : subset.items()) {
                DatasetFrame frame = binder.frames().find(item).orElseThrow(() -> Unmatched.failure(item));
                for (String label : subset.tags().getOrDefault(item, List.of())) {
                    binder.tag(frame, label, 0, List.of(), "Image " + item);
                }
                VocGroups shapes = new VocGroups();
                Optional<ArchiveEntry> xml = layout.annotation(item);
                if (xml.isPresent()) {
                    read(archive, xml.get(), shapes);
                }
                new VocMaskPictures(archive, layout, options).read(item, frame, shapes);
                shapes.giveTo(binder, frame);
            }
        }
        binders.finish();
    }

    private static void read(ZipArchive archive, ArchiveEntry entry, VocGroups shapes) throws IOException {
        try (var in = archive.open(entry);
                XmlReading xml = XmlReading.of(entry.name(), in)) {
            int number = 0;
            while (xml.next()) {
                if (xml.isStart() && xml.tag().equals("object")) {
                    String where = "'" + entry.name() + "', object " + ++number;
                    shapes.add(number, VocObject.read(xml, where), where);
                } else if (xml.isStart() && !xml.tag().equals("annotation")) {
                    xml.skip();
                }
            }
        }
    }

    @Override
    public List<SubsetMedia> media(DatasetFile file) throws IOException {
        ZipArchive archive = file.needArchive();
        VocLayout layout = VocLayout.of(archive, List.of());
        List<SubsetMedia> media = new ArrayList<>();
        for (VocLayout.Subset subset : layout.subsets()) {
            List<SubsetMedia.Picture> pictures = new ArrayList<>();
            for (String item : subset.items()) {
                PICTURES.stream()
                        .map(extension -> Map.entry(
                                item + extension, archive.find(layout.top() + "JPEGImages/" + item + extension)))
                        .filter(found -> found.getValue().isPresent())
                        .findFirst()
                        .ifPresent(found -> pictures.add(new SubsetMedia.Picture(
                                found.getKey(), found.getValue().orElseThrow())));
            }
            media.add(new SubsetMedia(subset.name(), pictures));
        }
        return media;
    }

    @Override
    public List<String> labels(DatasetFile file) throws IOException {
        return VocLayout.of(file.needArchive(), List.of()).labels().all().stream()
                .filter(label -> !label.equals(VocLabels.BACKGROUND))
                .toList();
    }
}
