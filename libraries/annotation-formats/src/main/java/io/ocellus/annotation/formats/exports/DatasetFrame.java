package io.ocellus.annotation.formats.exports;

/**
 * A frame of a task.
 *
 * @param index number in the task
 * @param number number in the video or image list it was taken from
 * @param name without an extension for frames of a video, else as the user named it
 */
public record DatasetFrame(int index, int number, String name, int width, int height) {
    /** The name without its extension. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    public String stem() {
        return stem(name);
    }
}
