package dev.webendpoints.modal;

/** Which networks this server gives workers, for what a deploy is warned of. */
public interface WorkerNetworks {

    /**
     * Whether workers have a network of their own.
     *
     * @param listens whether the function has a program that listens on a port
     * @param blocks whether nothing may lead out of its workers' network
     */
    boolean areOwn(boolean listens, boolean blocks);
}
