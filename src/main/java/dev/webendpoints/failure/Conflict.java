package dev.webendpoints.failure;

/** The name is in use. */
public class Conflict extends DomainFailure {

    /** @param sentence for the caller */
    public Conflict(String sentence) {
        super(FailureKind.CONFLICT, sentence);
    }
}
