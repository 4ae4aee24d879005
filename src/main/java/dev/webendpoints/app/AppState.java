package dev.webendpoints.app;

/**
 * The state of an app.
 *
 * <pre>
 * INITIALIZING --publish--> DEPLOYED --stop--> STOPPED
 *      |                                          ^
 *      +--------- client gone --------------------+
 * EPHEMERAL --stop, client gone--> STOPPED
 * DETACHED --stop, client gone and nothing left to do--> STOPPED
 * </pre>
 *
 * STOPPED is final: the next deploy under the same name creates another app.
 */
public enum AppState {
    /** Being deployed for the first time; serves no requests. */
    INITIALIZING,
    /** Created by {@code modal serve} or {@code modal run}: lives as long as its client. */
    EPHEMERAL,
    /** Created by {@code modal run --detach}: outlives its client until its calls have ended, and with a URL until it is stopped. */
    DETACHED,
    DEPLOYED,
    STOPPED;

    /** Returns whether the app ends when its client disconnects or stops sending heartbeats. */
    public boolean endsWithItsClient() {
        return this == INITIALIZING || this == EPHEMERAL;
    }
}
