package io.ocellus.media;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.bmp.BmpHeaderDirectory;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.gif.GifHeaderDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.webp.WebpDirectory;
import io.ocellus.annotation.model.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads size, type and orientation of JPEG, PNG, WebP, TIFF, BMP and GIF without decoding a pixel, from at most {@link #MOST_BYTES} of the
 * file. Refuses what is no picture and what is absurdly large. Stateless.
 */
public final class PictureHeaders {
    /** Pixels of the largest picture that is taken in. */
    public static final long MOST_PIXELS = 100_000_000L;

    private static final int MOST_BYTES = 64 << 20;

    private PictureHeaders() {}

    /** @param name for messages only */
    public static PictureHeader read(String name, InputStream file, long length) throws IOException {
        BufferedInputStream in = new BufferedInputStream(new Bounded(file), 1 << 14);
        try {
            FileType type = FileTypeDetector.detectFileType(in);
            String mediaType = mediaType(type).orElseThrow(() -> unreadable(name));
            Metadata metadata = ImageMetadataReader.readMetadata(in, Math.min(length, MOST_BYTES), type);
            PictureHeader header = header(name, mediaType, metadata);
            long pixels = (long) header.width() * header.height();
            if (header.width() < 1 || header.height() < 1) {
                throw unreadable(name);
            }
            if (pixels > MOST_PIXELS || header.width() > 65_535 || header.height() > 65_535) {
                throw new Failure.TooLarge("The picture " + name + " has " + header.width() + "x" + header.height()
                        + " pixels; at most " + MOST_PIXELS + " are taken.");
            }
            return header;
        } catch (ImageProcessingException
                | EOFException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new Failure.Invalid(unreadable(name).text(), e);
        }
    }

    /** Whether the file begins as one of the formats that are read does; it may still be broken further on. */
    public static boolean isKnown(byte[] file) throws IOException {
        return mediaType(FileTypeDetector.detectFileType(new ByteArrayInputStream(file)))
                .isPresent();
    }

    private static Failure.Invalid unreadable(String name) {
        return new Failure.Invalid(
                "The file " + name + " is not a readable picture (JPEG, PNG, WebP, TIFF, BMP or GIF).");
    }

    private static Optional<String> mediaType(FileType type) {
        return switch (type) {
            case Jpeg -> Optional.of(MediaTypes.JPEG);
            case Png -> Optional.of(MediaTypes.PNG);
            case WebP -> Optional.of(MediaTypes.WEBP);
            case Tiff -> Optional.of(MediaTypes.TIFF);
            case Bmp -> Optional.of(MediaTypes.BMP);
            case Gif -> Optional.of(MediaTypes.GIF);
            default -> Optional.empty();
        };
    }

    private static PictureHeader header(String name, String mediaType, Metadata metadata) {
        Class<? extends Directory> holder;
        int widthTag;
        int heightTag;
        switch (mediaType) {
            case MediaTypes.JPEG -> {
                holder = JpegDirectory.class;
                widthTag = JpegDirectory.TAG_IMAGE_WIDTH;
                heightTag = JpegDirectory.TAG_IMAGE_HEIGHT;
            }
            case MediaTypes.PNG -> {
                holder = PngDirectory.class;
                widthTag = PngDirectory.TAG_IMAGE_WIDTH;
                heightTag = PngDirectory.TAG_IMAGE_HEIGHT;
            }
            case MediaTypes.WEBP -> {
                holder = WebpDirectory.class;
                widthTag = WebpDirectory.TAG_IMAGE_WIDTH;
                heightTag = WebpDirectory.TAG_IMAGE_HEIGHT;
            }
            case MediaTypes.BMP -> {
                holder = BmpHeaderDirectory.class;
                widthTag = BmpHeaderDirectory.TAG_IMAGE_WIDTH;
                heightTag = BmpHeaderDirectory.TAG_IMAGE_HEIGHT;
            }
            case MediaTypes.GIF -> {
                holder = GifHeaderDirectory.class;
                widthTag = GifHeaderDirectory.TAG_IMAGE_WIDTH;
                heightTag = GifHeaderDirectory.TAG_IMAGE_HEIGHT;
            }
            default -> {
                holder = ExifIFD0Directory.class;
                widthTag = ExifIFD0Directory.TAG_IMAGE_WIDTH;
                heightTag = ExifIFD0Directory.TAG_IMAGE_HEIGHT;
            }
        }
        Directory directory = metadata.getDirectoriesOfType(holder).stream()
                .filter(one -> one.containsTag(widthTag) && one.containsTag(heightTag))
                .findFirst()
                .orElseThrow(() -> unreadable(name));
        @Nullable Integer width = directory.getInteger(widthTag);
        @Nullable Integer height = directory.getInteger(heightTag);
        if (width == null || height == null) {
            throw unreadable(name);
        }
        int orientation = metadata.getDirectoriesOfType(ExifIFD0Directory.class).stream()
                .map(one -> Optional.ofNullable(one.getInteger(ExifIFD0Directory.TAG_ORIENTATION)))
                .flatMap(Optional::stream)
                .filter(value -> value >= 1 && value <= 8)
                .findFirst()
                .orElse(1);
        int rows = Math.abs(height);
        return orientation > 4
                ? new PictureHeader(mediaType, rows, width, orientation)
                : new PictureHeader(mediaType, width, rows, orientation);
    }

    /** Ends early rather than reading a whole file whose header lies at its end. */
    private static final class Bounded extends FilterInputStream {
        private long left = MOST_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            int value = super.read();
            left--;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = super.read(bytes, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
            }
            return count;
        }
    }
}
