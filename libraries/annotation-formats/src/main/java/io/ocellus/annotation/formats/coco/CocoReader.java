package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.imports.DatasetBinder;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** COCO 1.0 as one JSON or in an archive. Annotations are read as a stream; categories and image names are held. */
public final class CocoReader implements DatasetReader {
    private static final String PREFIX = "instances_";

    private record Part(String subset, String name, String top, Opening opening) {}

    private interface Opening {
        InputStream open() throws IOException;
    }

    @Override
    public void read(DatasetFile file, ImportTarget target, ImportOptions options) throws IOException {
        DatasetBinder binders = new DatasetBinder(target);
        for (Part part : parts(file)) {
            CocoDocument document = new CocoDocument(part.name(), Optional.of(binders.subset(part.subset())));
            readPart(part, document);
            if (document.annotationsCameFirst()) {
                document.secondReading();
                readPart(part, document);
            }
        }
        binders.finish();
    }

    private static void readPart(Part part, CocoDocument document) throws IOException {
        try (InputStream in = part.opening().open()) {
            document.read(in);
        }
    }

    private static List<Part> parts(DatasetFile file) {
        if (file.archive().isEmpty()) {
            return List.of(new Part("default", "the file", "", file::open));
        }
        ZipArchive archive = file.archive().get();
        List<ArchiveEntry> json = archive.entries().stream()
                .filter(entry -> entry.name().endsWith(".json"))
                .toList();
        List<ArchiveEntry> instances = json.stream()
                .filter(entry -> entry.baseName().startsWith(PREFIX))
                .toList();
        List<ArchiveEntry> chosen = !instances.isEmpty() || json.size() != 1 ? instances : json;
        if (chosen.isEmpty()) {
            throw new Failure.Invalid("Dataset must contain a file: \"annotations/instances_*.json\"; the archive has "
                    + (json.isEmpty() ? "no JSON file" : "several others"));
        }
        return chosen.stream().map(entry -> part(archive, entry)).toList();
    }

    private static Part part(ZipArchive archive, ArchiveEntry entry) {
        String stem = entry.baseName().substring(0, entry.baseName().length() - ".json".length());
        String subset = stem.startsWith(PREFIX) ? stem.substring(PREFIX.length()) : "default";
        int folder = ("/" + entry.name()).lastIndexOf("/annotations/");
        String top = folder < 0 ? "" : entry.name().substring(0, folder);
        return new Part(subset, entry.name(), top, () -> archive.open(entry));
    }

    @Override
    public List<SubsetMedia> media(DatasetFile file) throws IOException {
        ZipArchive archive = file.archive()
                .orElseThrow(() -> new Failure.Invalid("Can't import media data from the annotation file. "
                        + "Please upload full dataset as a zip archive."));
        List<SubsetMedia> media = new ArrayList<>();
        for (Part part : parts(file)) {
            CocoDocument document = new CocoDocument(part.name(), Optional.empty());
            readPart(part, document);
            List<SubsetMedia.Picture> pictures = new ArrayList<>();
            for (String name : document.imageNames()) {
                Stream.of(
                                part.top() + "images/" + part.subset() + "/" + name,
                                part.top() + "images/" + name,
                                part.top() + name)
                        .map(archive::find)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(entry -> pictures.add(new SubsetMedia.Picture(name, entry)));
            }
            media.add(new SubsetMedia(part.subset(), pictures));
        }
        return media;
    }

    @Override
    public List<String> labels(DatasetFile file) throws IOException {
        List<String> labels = new ArrayList<>();
        for (Part part : parts(file)) {
            CocoDocument document = new CocoDocument(part.name(), Optional.empty());
            readPart(part, document);
            document.categoryNames().stream()
                    .filter(name -> !labels.contains(name))
                    .forEach(labels::add);
        }
        return labels;
    }
}
