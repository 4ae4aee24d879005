package dev.webendpoints.app;

/**
 * Where an app is in its life.
 *
 * <pre>
 * INITIALIZING --publish--> DEPLOYED --stop--> STOPPED
 *      |                                          ^
 *      +--------- client gone --------------------+
 * EPHEMERAL, DETACHED --stop, client gone (EPHEMERAL only)--> STOPPED
 * </pre>
 *
 * Nothing leaves STOPPED: the next deploy under the name is another app.
 */
public enum AppState {
    /** Being deployed for the first time; serves nothing. */
    INITIALIZING,
    /** Of {@code modal serve} or {@code modal run}: lives as long as its client. */
    EPHEMERAL,
    /** Of {@code modal run --detach}: outlives its client. */
    DETACHED,
    DEPLOYED,
    STOPPED;

    /** Whether the app ends when its client says goodbye, or is not heard of for long. */
    public boolean endsWithItsClient() {
        return this == INITIALIZING || this == EPHEMERAL;
    }
}
