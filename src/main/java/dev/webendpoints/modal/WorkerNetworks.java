package dev.webendpoints.modal;

/** Port: whether this server gives workers a network of their own, for the warnings at deploy. */
public interface WorkerNetworks {

    /**
     * Returns whether workers have a network of their own.
     *
     * @param listens whether the function has a program that listens on a port
     * @param blocks whether its workers must not reach the network outside
     */
    boolean areOwn(boolean listens, boolean blocks);
}
