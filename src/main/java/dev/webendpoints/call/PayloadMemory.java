package dev.webendpoints.call;

/**
 * The memory that arguments of inputs take between the database and their workers, for all functions together. Confined
 * to the dispatcher's event loop.
 */
final class PayloadMemory {

    /** Maximum number of bytes that one claim takes beyond its first input. */
    private static final long OF_A_CLAIM = 16L << 20;

    private final long limit;
    private long held;

    PayloadMemory(long limit) {
        this.limit = limit;
    }

    /** Returns how many bytes the next claim may take, beyond its first input; 0 if none may be made now. */
    long room() {
        return Math.max(0, Math.min(limit - held, OF_A_CLAIM));
    }

    void take(long bytes) {
        held += bytes;
    }

    void release(long bytes) {
        held -= bytes;
    }
}
