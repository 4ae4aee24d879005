package dev.webendpoints.failure;

/** A quota or a rate is exceeded. */
public class ResourceExhausted extends DomainFailure {

    /** @param sentence for the caller */
    public ResourceExhausted(String sentence) {
        super(FailureKind.RESOURCE_EXHAUSTED, sentence);
    }

    /** @param writableStackTrace false for a failure that a stranger can cause often */
    protected ResourceExhausted(String sentence, boolean writableStackTrace) {
        super(FailureKind.RESOURCE_EXHAUSTED, sentence, writableStackTrace);
    }
}
