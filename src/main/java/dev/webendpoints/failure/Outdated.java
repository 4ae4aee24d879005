package dev.webendpoints.failure;

/** The state that the request is based on has changed. */
public class Outdated extends DomainFailure {

    /** @param sentence for the caller */
    public Outdated(String sentence) {
        super(FailureKind.OUTDATED, sentence);
    }
}
