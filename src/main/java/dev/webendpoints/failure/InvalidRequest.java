package dev.webendpoints.failure;

/** The request is not valid. */
public class InvalidRequest extends DomainFailure {

    /** @param sentence for the caller */
    public InvalidRequest(String sentence) {
        super(FailureKind.INVALID, sentence);
    }
}
