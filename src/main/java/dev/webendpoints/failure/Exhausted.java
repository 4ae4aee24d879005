package dev.webendpoints.failure;

/** A quota or a rate is exceeded. */
public class Exhausted extends DomainFailure {

    /** @param sentence for the caller */
    public Exhausted(String sentence) {
        super(FailureKind.EXHAUSTED, sentence);
    }

    /** @param writableStackTrace false for a failure that a stranger can cause often */
    protected Exhausted(String sentence, boolean writableStackTrace) {
        super(FailureKind.EXHAUSTED, sentence, writableStackTrace);
    }
}
