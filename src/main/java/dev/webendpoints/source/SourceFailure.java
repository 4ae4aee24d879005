package dev.webendpoints.source;

/** Thrown when files, mounts or blobs cannot be stored or found; the message is shown to the client. */
public abstract sealed class SourceFailure extends RuntimeException {

    private SourceFailure(String message) {
        super(message);
    }

    /** The request is invalid: a malformed hash, content with another hash, a path that is not allowed. */
    public static final class Invalid extends SourceFailure {

        public Invalid(String message) {
            super(message);
        }
    }

    /** The request names a file, mount or blob that this workspace does not have. */
    public static final class NotFound extends SourceFailure {

        public NotFound(String message) {
            super(message);
        }
    }

    /** The content is larger than {@code webendpoints.sources.max-blob-size} or the announced size. */
    public static final class TooLarge extends SourceFailure {

        public TooLarge(String message) {
            super(message);
        }
    }
}
