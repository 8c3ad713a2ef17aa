package io.ocellus.worker.imports.tasks;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.model.Failure;
import io.ocellus.media.ByteSource;
import io.ocellus.media.ObjectBytes;
import io.ocellus.media.PictureHeader;
import io.ocellus.media.PictureHeaders;
import io.ocellus.media.ZipIndex;
import io.ocellus.objectstorage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Looks into uploaded files: what they are, which pictures they hold, how large those are. Never unpacks more than a header. Thread-safe. */
public final class MediaFiles {
    private static final Set<String> VIDEOS = Set.of(
            "mp4", "m4v", "mov", "avi", "mkv", "webm", "mpg", "mpeg", "ts", "m2ts", "mts", "flv", "wmv", "asf", "ogv",
            "3gp", "3g2", "h264", "h265", "hevc", "ivf", "vob");
    private static final Set<String> PICTURES =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "bmp", "dib", "gif");
    private static final Set<String> NOT_BUILT =
            Set.of("pdf", "tar", "gz", "tgz", "bz2", "xz", "7z", "rar", "pcd", "bin", "jsonl");
    private static final long LARGEST_PICTURE = 256L << 20;
    private final ObjectStore objects;

    public MediaFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /** The one video of the upload; empty when there are pictures or an archive. */
    Optional<Upload> video(List<Upload> uploads) {
        List<Upload> videos = uploads.stream()
                .filter(upload -> VIDEOS.contains(extension(upload.name())))
                .toList();
        if (!videos.isEmpty() && uploads.size() > 1) {
            throw new Failure.Invalid("Only one video, or one archive, or many pictures make a task; " + uploads.size()
                    + " files with " + videos.size() + " videos were sent.");
        }
        return videos.stream().findFirst();
    }

    /** All pictures of the upload, in the order in which they came; an archive gives those within it. */
    List<MediaFile> pictures(List<Upload> uploads) throws IOException {
        boolean archive =
                uploads.stream().anyMatch(upload -> extension(upload.name()).equals("zip"));
        if (archive && uploads.size() > 1) {
            throw new Failure.Invalid(
                    "Only one archive, or many pictures make a task; " + uploads.size() + " files were sent.");
        }
        List<MediaFile> pictures = archive ? entries(uploads.getFirst()) : whole(uploads);
        if (pictures.isEmpty()) {
            throw new Failure.Invalid("No media data found");
        }
        for (MediaFile picture : pictures) {
            if (List.of(picture.name().split("/")).contains("related_images")) {
                throw new Failure.Absent("Context images (" + picture.name() + ") are not built yet.");
            }
            if (picture.unpacked() > LARGEST_PICTURE) {
                throw new Failure.TooLarge("The picture " + picture.name() + " has " + picture.unpacked()
                        + " bytes; at most " + LARGEST_PICTURE + " are taken.");
            }
        }
        return pictures;
    }

    /** Size and type of a picture. */
    PictureHeader header(MediaFile picture) throws IOException {
        try (InputStream in = objects.get(picture.objectKey(), picture.offset(), picture.length())) {
            if (picture.compression() != ZipIndex.DEFLATED) {
                return PictureHeaders.read(picture.name(), in, picture.length());
            }
            Inflater inflater = new Inflater(true);
            try (InputStream unpacked = new InflaterInputStream(in, inflater)) {
                return PictureHeaders.read(picture.name(), unpacked, picture.unpacked());
            } catch (java.util.zip.ZipException e) {
                throw new Failure.Invalid("The picture " + picture.name() + " of the archive is damaged.", e);
            } finally {
                inflater.end();
            }
        }
    }

    private static List<MediaFile> whole(List<Upload> uploads) {
        List<MediaFile> pictures = new ArrayList<>();
        for (Upload upload : uploads) {
            String extension = extension(upload.name());
            if (NOT_BUILT.contains(extension)) {
                throw new Failure.Absent("Files like " + upload.name() + " are not read yet.");
            }
            pictures.add(new MediaFile(
                    upload.name(), upload.objectKey(), 0, upload.length(), upload.length(), ZipIndex.STORED));
        }
        return pictures;
    }

    private List<MediaFile> entries(Upload archive) throws IOException {
        List<MediaFile> pictures = new ArrayList<>();
        try (ByteSource source = ObjectBytes.open(objects, archive.objectKey(), archive.length())) {
            for (ZipIndex.Entry entry : ZipIndex.read(archive.name(), source)) {
                // What an archiver or a file manager adds is no picture, whatever its name says.
                boolean junk =
                        entry.name().startsWith("__MACOSX/") || entry.name().contains("/._");
                if (!junk && PICTURES.contains(extension(entry.name()))) {
                    pictures.add(new MediaFile(
                            entry.name(),
                            archive.objectKey(),
                            entry.offset(),
                            entry.packed(),
                            entry.unpacked(),
                            entry.method()));
                }
            }
        }
        return pictures;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
