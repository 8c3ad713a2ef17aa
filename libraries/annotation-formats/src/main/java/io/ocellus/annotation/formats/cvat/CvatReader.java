package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.formats.imports.XmlReading;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** CVAT 1.1: XML of images or of tracks, alone or in an archive (all {@code .xml} of it). Read as a stream, a track at a time. */
public final class CvatReader implements DatasetReader {
    private interface Use {
        void with(String name, XmlReading xml) throws IOException;
    }

    @Override
    public void read(DatasetFile file, ImportTarget target, ImportOptions options) throws IOException {
        CvatDocument document = new CvatDocument(target);
        each(file, document::read);
        document.finish();
    }

    private static void each(DatasetFile file, Use use) throws IOException {
        if (file.archive().isEmpty()) {
            one("the file", file.open(), use);
            return;
        }
        ZipArchive archive = file.archive().get();
        List<ArchiveEntry> documents = archive.entries().stream()
                .filter(entry -> entry.name().endsWith(".xml"))
                .toList();
        if (documents.isEmpty()) {
            throw new Failure.Invalid("Dataset must contain a file: \"*.xml\"");
        }
        for (ArchiveEntry entry : documents) {
            one(entry.name(), archive.open(entry), use);
        }
    }

    private static void one(String name, InputStream in, Use use) throws IOException {
        try (in;
                XmlReading xml = XmlReading.of(name, in)) {
            use.with(name, xml);
        }
    }

    @Override
    public List<SubsetMedia> media(DatasetFile file) throws IOException {
        ZipArchive archive = file.archive()
                .orElseThrow(() -> new Failure.Invalid("Can't import media data from the annotation file. "
                        + "Please upload full dataset as a zip archive."));
        Map<String, List<SubsetMedia.Picture>> media = new LinkedHashMap<>();
        each(file, (name, xml) -> {
            while (xml.next()) {
                if (xml.isStart() && (xml.tag().equals("image") || xml.tag().equals("track"))) {
                    String subset = xml.attribute("subset", CvatDocument.DEFAULT_SUBSET);
                    List<SubsetMedia.Picture> pictures = media.computeIfAbsent(subset, key -> new ArrayList<>());
                    if (xml.tag().equals("image")) {
                        String picture = xml.attribute("name");
                        find(archive, subset, picture)
                                .ifPresent(entry -> pictures.add(new SubsetMedia.Picture(
                                        entry.name().endsWith(".PNG") && !picture.contains(".")
                                                ? picture + ".PNG"
                                                : picture,
                                        entry)));
                    }
                }
            }
        });
        media.forEach((subset, pictures) -> {
            if (pictures.isEmpty()) {
                pictures.addAll(folder(archive, "images/" + subset + "/"));
            }
        });
        return media.entrySet().stream()
                .map(entry -> new SubsetMedia(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Optional<ArchiveEntry> find(ZipArchive archive, String subset, String picture) {
        return Stream.of(
                        "images/" + subset + "/" + picture,
                        "images/" + picture,
                        picture,
                        "images/" + subset + "/" + picture + ".PNG",
                        "images/" + picture + ".PNG")
                .map(archive::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Documents of tracks do not list the images: all of the folder are taken. */
    private static List<SubsetMedia.Picture> folder(ZipArchive archive, String folder) {
        return archive.entries().stream()
                .filter(entry -> entry.name().startsWith(folder))
                .map(entry -> new SubsetMedia.Picture(entry.name().substring(folder.length()), entry))
                .sorted(java.util.Comparator.comparing(SubsetMedia.Picture::name))
                .toList();
    }

    @Override
    public List<String> labels(DatasetFile file) throws IOException {
        Set<String> labels = new LinkedHashSet<>();
        each(file, (name, xml) -> {
            boolean inLabel = false;
            while (xml.next()) {
                if (xml.tag().equals("label")) {
                    inLabel = xml.isStart();
                } else if (inLabel && xml.isStart() && xml.tag().equals("attributes")) {
                    xml.skip();
                } else if (inLabel && xml.isStart() && xml.tag().equals("name")) {
                    labels.add(xml.text());
                }
            }
        });
        return List.copyOf(labels);
    }
}
