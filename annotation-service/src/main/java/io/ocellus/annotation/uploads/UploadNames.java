package io.ocellus.annotation.uploads;

import io.ocellus.annotation.model.Failure;
import java.util.List;

/** File names as users give them: they may hold folders, but none that leads out. */
final class UploadNames {
    private static final int LONGEST = 1024;

    private UploadNames() {}

    /** The path as it is stored; refuses what leaves its folder. */
    static String path(String name) {
        String clean = name.replace('\\', '/');
        boolean bad = clean.isBlank()
                || clean.length() > LONGEST
                || clean.startsWith("/")
                || clean.endsWith("/")
                || clean.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
                || clean.matches("^[A-Za-z]:.*")
                || List.of(clean.split("/")).stream()
                        .anyMatch(part -> part.isEmpty() || part.equals("..") || part.equals("."));
        if (bad) {
            throw new Failure.Invalid("File name " + shown(name) + " is not allowed");
        }
        return clean;
    }

    /** The last part of a name that a multipart body carries, which may be a whole path on the client's disk. */
    static String lastPart(String name) {
        String clean = name.replace('\\', '/');
        return path(clean.substring(clean.lastIndexOf('/') + 1));
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }
}
