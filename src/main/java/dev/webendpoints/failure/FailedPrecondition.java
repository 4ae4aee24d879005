package dev.webendpoints.failure;

/** The state that the request is based on has changed. */
public class FailedPrecondition extends DomainFailure {

    /** @param sentence for the caller */
    public FailedPrecondition(String sentence) {
        super(FailureKind.FAILED_PRECONDITION, sentence);
    }
}
