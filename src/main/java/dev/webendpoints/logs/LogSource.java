package dev.webendpoints.logs;

/**
 * The origin of a line.
 *
 * @param functionId empty if the line is not from a function
 * @param workerId id of the worker, or of the image whose build printed the line; may be empty
 */
public record LogSource(String appId, String functionId, String workerId) {

    private static final String IMAGE = "im-";

    /** Returns the source for the build of an image that an app requested. */
    public static LogSource ofImage(String appId, String imageId) {
        return new LogSource(appId, "", imageId);
    }

    public boolean isImage() {
        return workerId.startsWith(IMAGE);
    }
}
