package dev.webendpoints.worker.process;

/** Which network a worker is in. */
enum WorkerNetwork {
    /** The machine's, with all that listens there. */
    MACHINE,
    /** One of its own, from which a user-mode stack leads out. */
    OUTGOING,
    /** One of its own, from which nothing leads out. */
    NONE;

    boolean isOwn() {
        return this != MACHINE;
    }
}
