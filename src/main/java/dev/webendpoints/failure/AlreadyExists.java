package dev.webendpoints.failure;

/** The name is in use. */
public class AlreadyExists extends DomainFailure {

    /** @param sentence for the caller */
    public AlreadyExists(String sentence) {
        super(FailureKind.ALREADY_EXISTS, sentence);
    }
}
