package dev.webendpoints.identity;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;

/** Makes the first workspace, its token and the signing key, so that a new server can be talked to. */
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);

    private static final String DEV_TOKEN = "ak-dev";

    private final BootstrapConfig config;
    private final Workspaces workspaces;
    private final ApiTokenRows tokens;
    private final SigningKeys signingKeys;

    Bootstrap(BootstrapConfig config, Workspaces workspaces, ApiTokenRows tokens, SigningKeys signingKeys) {
        this.config = config;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.signingKeys = signingKeys;
    }

    /**
     * The key that signs JWTs is there when this completes, and so are, in a database without a valid API token, the
     * configured one and its workspace. Any server may do it at any start: a token that is there is left as it is, one that
     * was revoked stays so, and where others are valid none is made. In dev mode the token is always made as configured.
     *
     * @return fails with {@link InvalidBootstrap} or {@link InvalidWorkspaceName}, and then nothing was changed
     */
    @WithTransaction
    public Uni<Void> ensure() {
        return ensure(LaunchMode.current());
    }

    @WithTransaction
    Uni<Void> ensure(LaunchMode mode) {
        return (mode == LaunchMode.NORMAL ? forgetDevToken() : Uni.createFrom().voidItem())
                .chain(() ->
                        isConfigured() ? ensureToken(mode) : Uni.createFrom().voidItem())
                .chain(this::warnWhenNobodyCanSignIn)
                .chain(signingKeys::load);
    }

    /** Everybody knows the token of dev mode; a data directory that dev mode has used may become a production one. */
    private Uni<Void> forgetDevToken() {
        return tokens.delete("id", DEV_TOKEN)
                .invoke(deleted -> {
                    if (deleted > 0) {
                        LOG.warnf("the token of dev mode was deleted from this database id=%s", DEV_TOKEN);
                    }
                })
                .replaceWithVoid();
    }

    private boolean isConfigured() {
        return config.tokenId().isPresent() || config.tokenSecret().isPresent();
    }

    private Uni<Void> ensureToken(LaunchMode mode) {
        return Uni.createFrom()
                .item(() -> FirstToken.of(config, mode))
                .chain(token -> mode == LaunchMode.NORMAL ? ensureInProduction(token) : put(token));
    }

    private Uni<Void> ensureInProduction(FirstToken token) {
        return tokens.findById(token.id())
                .chain(present -> present == null ? putUnlessOthersAreValid(token) : keep(present, token));
    }

    private Uni<Void> putUnlessOthersAreValid(FirstToken token) {
        return tokens.countLive(Instant.now()).chain(count -> {
            if (count == 0) {
                return put(token);
            }
            LOG.warnf("the first token is not made, as this database has valid ones id=%s", token.id());
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> put(FirstToken token) {
        return workspaces
                .ensure(config.workspace())
                .chain(workspace -> tokens.put(workspace, token.id(), SecretHash.of(token.secret()), Scopes.ALL));
    }

    /** Its secret may have been rotated since, so the configured one is only compared with. One of an earlier version gets the scopes of this one. */
    private static Uni<Void> keep(ApiToken present, FirstToken token) {
        if (present.revokedAt != null) {
            LOG.warnf("the first token was revoked, and is not made again id=%s", token.id());
        } else if (!present.secretHash().matches(token.secret())) {
            LOG.warnf("the configured secret of the first token is not its present one id=%s", token.id());
        }
        if (present.createdBy == null) {
            present.scopes = Scopes.words(Scopes.ALL);
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> warnWhenNobodyCanSignIn() {
        return tokens.countLive(Instant.now())
                .invoke(count -> {
                    if (count == 0) {
                        LOG.warn(
                                "No valid API token exists, so nobody can sign in. Set WEBENDPOINTS_BOOTSTRAP_TOKEN_ID and"
                                        + " WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET to a new id and secret to make the first one.");
                    }
                })
                .replaceWithVoid();
    }
}
