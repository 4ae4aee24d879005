package dev.webendpoints.failure;

/** The credential is missing or not valid. */
public class Unauthenticated extends DomainFailure {

    /** @param sentence for the caller */
    public Unauthenticated(String sentence) {
        super(FailureKind.UNAUTHENTICATED, sentence);
    }
}
