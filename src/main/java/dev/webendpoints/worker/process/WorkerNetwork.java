package dev.webendpoints.worker.process;

/** The network that a worker is in. */
enum WorkerNetwork {
    /** The machine's, with every service that listens there. */
    MACHINE,
    /** Its own, with outgoing traffic through a user-mode stack. */
    OUTGOING,
    /** Its own, without outgoing traffic. */
    NONE;

    /** The address of the machine's name server in a network with outgoing traffic, whatever its real address is. */
    static final String NAME_SERVER = "10.0.2.3";

    boolean isOwn() {
        return this != MACHINE;
    }
}
