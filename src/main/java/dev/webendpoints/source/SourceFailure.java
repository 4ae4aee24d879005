package dev.webendpoints.source;

/** Why files, mounts or blobs could not be stored or found; the message is a sentence for whoever asked. */
public abstract sealed class SourceFailure extends RuntimeException {

    private SourceFailure(String message) {
        super(message);
    }

    /** The request itself cannot be right: a malformed hash, content of another hash, a path that is not allowed. */
    public static final class Invalid extends SourceFailure {

        public Invalid(String message) {
            super(message);
        }
    }

    /** It names a file, mount or blob that this workspace does not have. */
    public static final class NotFound extends SourceFailure {

        public NotFound(String message) {
            super(message);
        }
    }

    /** More bytes than {@code webendpoints.sources.max-blob-size} or the announced size allow. */
    public static final class TooLarge extends SourceFailure {

        public TooLarge(String message) {
            super(message);
        }
    }
}
