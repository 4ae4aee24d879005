package dev.webendpoints.worker.process;

/** The network that a worker is in. */
enum WorkerNetwork {
    /** The machine's, with every service that listens there. */
    MACHINE,
    /** Its own, with outgoing traffic through a user-mode stack. */
    OUTGOING,
    /** Its own, without outgoing traffic. */
    NONE;

    boolean isOwn() {
        return this != MACHINE;
    }
}
