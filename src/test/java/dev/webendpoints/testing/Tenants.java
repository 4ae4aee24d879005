package dev.webendpoints.testing;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.identity.signin.ApiTokenCredentials;
import dev.webendpoints.identity.signin.CredentialWatch;
import dev.webendpoints.identity.signin.ServerBootstrap;
import dev.webendpoints.identity.token.ApiTokens;

/** Workspaces with a token each, for tests that need callers. */
@ApplicationScoped
public class Tenants {

    /** The token of the first workspace, {@code dev}, as a bearer. */
    public static final String DEV = "ak-dev.as-dev";

    private final ServerBootstrap bootstrap;
    private final CredentialWatch watch;
    private final Workspaces workspaces;
    private final ApiTokens apiTokens;
    private final ApiTokenCredentials credentials;

    Tenants(
            ServerBootstrap bootstrap,
            CredentialWatch watch,
            Workspaces workspaces,
            ApiTokens apiTokens,
            ApiTokenCredentials credentials) {
        this.bootstrap = bootstrap;
        this.watch = watch;
        this.workspaces = workspaces;
        this.apiTokens = apiTokens;
        this.credentials = credentials;
    }

    /** What a server does at its start, as far as callers go; doing it again changes nothing. */
    public void ready() {
        Await.item(() -> bootstrap.ensure().chain(watch::start));
    }

    /** The caller of workspace {@code dev}. */
    public Caller dev() {
        ready();
        return Await.item(() -> credentials.authenticate("ak-dev", "as-dev", "127.0.0.1"));
    }

    /** A caller of a workspace that has this name, with a token {@code ak-<name>} and secret {@code as-<name>}. */
    public Caller of(String workspace) {
        return of(workspace, workspace, Scopes.WORKSPACE);
    }

    /** As {@link #of(String)}, with a token {@code ak-<token>} and secret {@code as-<token>} that has these scopes. */
    public Caller of(String workspace, String token, Set<String> scopes) {
        ready();
        Await.item(() -> workspaces
                .ensure(workspace)
                .chain(found -> apiTokens.ensure(found, "ak-" + token, "as-" + token, scopes))
                .chain(watch::start));
        return Await.item(() -> credentials.authenticate("ak-" + token, "as-" + token, "127.0.0.1"));
    }
}
