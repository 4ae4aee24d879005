package dev.webendpoints.failure;

/** The workspace has no such thing. */
public class NotFound extends DomainFailure {

    /** @param sentence for the caller */
    public NotFound(String sentence) {
        super(FailureKind.NOT_FOUND, sentence);
    }
}
