package dev.webendpoints.identity.token;

import io.smallrye.mutiny.Uni;

/** The credentials that this server has in memory. */
public interface LoadedCredentials {

    /** Completes when all changes that were committed before the call are in effect on this server. */
    Uni<Void> reload();
}
