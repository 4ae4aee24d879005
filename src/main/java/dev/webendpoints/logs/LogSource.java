package dev.webendpoints.logs;

/**
 * Who printed.
 *
 * @param functionId empty for what no function printed
 * @param workerId the worker, or the image whose build it was, or empty
 */
public record LogSource(String appId, String functionId, String workerId) {

    private static final String IMAGE = "im-";

    /** The build of an image that an app has asked for. */
    public static LogSource ofImage(String appId, String imageId) {
        return new LogSource(appId, "", imageId);
    }

    public boolean isImage() {
        return workerId.startsWith(IMAGE);
    }
}
