package dev.webendpoints.worker.process.run;

/** The network that a worker is in. */
public enum WorkerNetwork {
    /** The machine's, with every service that listens there. */
    MACHINE,
    /** Its own, with outgoing traffic through a user-mode stack. */
    OUTGOING,
    /** Its own, without outgoing traffic. */
    NONE;

    /** The address of the machine's name server in a network with outgoing traffic, whatever its real address is. */
    public static final String NAME_SERVER = "10.0.2.3";

    public boolean isOwn() {
        return this != MACHINE;
    }
}
