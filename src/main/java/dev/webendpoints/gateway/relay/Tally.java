package dev.webendpoints.gateway.relay;

/** Told how one request ended, once. Called on an event loop: must neither wait nor throw. */
public interface Tally {

    Tally NONE = ending -> {};

    void onEnd(Ending ending);
}
