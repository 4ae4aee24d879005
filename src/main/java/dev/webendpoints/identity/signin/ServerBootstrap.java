package dev.webendpoints.identity.signin;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.identity.InvalidWorkspaceName;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.identity.jwt.SigningKeys;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokenRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;

/** Creates the first workspace, its token and the signing key, so that a new server is usable. */
@ApplicationScoped
public class ServerBootstrap {

    private static final Logger LOG = Logger.getLogger(ServerBootstrap.class);

    private static final String DEV_TOKEN = "ak-dev";

    private final BootstrapConfig config;
    private final Workspaces workspaces;
    private final ApiTokenRows tokens;
    private final SigningKeys signingKeys;

    ServerBootstrap(BootstrapConfig config, Workspaces workspaces, ApiTokenRows tokens, SigningKeys signingKeys) {
        this.config = config;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.signingKeys = signingKeys;
    }

    /**
     * Ensures that the key that signs JWTs exists and, in a database without a valid API token, the configured token
     * and its workspace. Idempotent, for each startup of any server: an existing token keeps its secret, a revoked one
     * stays revoked, and no token is created if others are valid. In dev mode the token is always set as configured.
     *
     * @return fails with {@link InvalidBootstrap} or {@link InvalidWorkspaceName}, and then nothing has changed
     */
    public Uni<Void> ensure() {
        return ensure(LaunchMode.current());
    }

    Uni<Void> ensure(LaunchMode mode) {
        return Panache.withTransaction(() -> (mode == LaunchMode.NORMAL
                        ? forgetDevToken()
                        : Uni.createFrom().voidItem())
                .chain(() ->
                        isConfigured() ? ensureToken(mode) : Uni.createFrom().voidItem())
                .chain(this::warnWhenNobodyCanSignIn)
                .chain(signingKeys::load));
    }

    /** The token of dev mode is public, and a data directory used in dev mode may be used in production later. */
    private Uni<Void> forgetDevToken() {
        return tokens.delete("id", DEV_TOKEN)
                .invoke(deleted -> {
                    if (deleted > 0) {
                        LOG.warnf("Dev mode token deleted from this database: id=%s", DEV_TOKEN);
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
            LOG.warnf("First token not created, database has valid tokens: id=%s", token.id());
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> put(FirstToken token) {
        return workspaces
                .ensure(config.workspace())
                .chain(workspace -> tokens.put(workspace, token.id(), SecretHash.of(token.secret()), Scopes.ALL));
    }

    /** Keeps the secret, which may have been rotated since. A token created at startup gets this version's scopes. */
    private static Uni<Void> keep(ApiToken present, FirstToken token) {
        if (present.revokedAt != null) {
            LOG.warnf("First token is revoked and not recreated: id=%s", token.id());
        } else if (!present.secretHash().matches(token.secret())) {
            LOG.warnf("Configured secret of the first token differs from its current one: id=%s", token.id());
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
                        LOG.warn("No valid API token exists. To create one, set WEBENDPOINTS_BOOTSTRAP_TOKEN_ID and"
                                + " WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET to a new id and secret.");
                    }
                })
                .replaceWithVoid();
    }
}
