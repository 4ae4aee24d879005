package dev.webendpoints.gateway.relay.admission;

/** Receives the outcome of one request, exactly once. Called on an event loop: must not block or throw. */
public interface RequestObserver {

    RequestObserver NONE = outcome -> {};

    void onEnd(RequestOutcome outcome);
}
