package io.ocellus.annotation.files;

/** What files are sent for, such as the media of task 5. Files of one target have different names. */
public record UploadTarget(String value) {
    public static UploadTarget taskData(long task) {
        return new UploadTarget("task/" + task + "/data");
    }

    /** @param kind {@code task}, {@code job} or {@code project} */
    public static UploadTarget annotations(String kind, long id) {
        return new UploadTarget(kind + "/" + id + "/annotations");
    }

    public static UploadTarget dataset(long project) {
        return new UploadTarget("project/" + project + "/dataset");
    }

    /** A backup to be made into something that does not exist yet; each user has their own. */
    public static UploadTarget backup(String kind, long user) {
        return new UploadTarget(kind + "/backup/" + user);
    }

    @Override
    public String toString() {
        return value;
    }
}
