package dev.webendpoints.failure;

/** A failure that the domain foresees. Its message is one sentence for the caller. */
public abstract class DomainFailure extends RuntimeException {

    private final FailureKind kind;

    DomainFailure(FailureKind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** A failure without a stack trace, for one that a stranger can cause often. */
    DomainFailure(FailureKind kind, String sentence, boolean writableStackTrace) {
        super(sentence, null, false, writableStackTrace);
        this.kind = kind;
    }

    public final FailureKind kind() {
        return kind;
    }
}
