package dev.webendpoints.failure;

/** The server cannot do this now. */
public class Unavailable extends DomainFailure {

    /** @param sentence for the caller */
    public Unavailable(String sentence) {
        super(FailureKind.UNAVAILABLE, sentence);
    }
}
