package dev.webendpoints.failure;

/** The content exceeds a limit on its size. */
public class TooLarge extends DomainFailure {

    /** @param sentence for the caller */
    public TooLarge(String sentence) {
        super(FailureKind.TOO_LARGE, sentence);
    }
}
