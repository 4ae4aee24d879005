package dev.webendpoints.identity;

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
    private final ApiTokens tokens;
    private final SigningKeys signingKeys;

    Bootstrap(BootstrapConfig config, Workspaces workspaces, ApiTokens tokens, SigningKeys signingKeys) {
        this.config = config;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.signingKeys = signingKeys;
    }

    /**
     * The configured workspace, its environment {@code main}, the configured token and the key that signs JWTs are there
     * when this completes. Any server may do it at any start: what is there already stays, but a new secret replaces the
     * old one.
     *
     * @return fails with {@link InvalidBootstrap} or {@link InvalidWorkspaceName}, and then nothing was changed
     */
    @WithTransaction
    public Uni<Void> ensure() {
        return forgetDevToken()
                .chain(() -> isConfigured() ? ensureToken() : warnWhenNobodyCanSignIn())
                .chain(signingKeys::load);
    }

    /** Everybody knows the token of dev mode; a data directory that dev mode has used may become a production one. */
    private Uni<Void> forgetDevToken() {
        return LaunchMode.current() != LaunchMode.NORMAL
                ? Uni.createFrom().voidItem()
                : tokens.delete("id", DEV_TOKEN)
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

    private Uni<Void> ensureToken() {
        return Uni.createFrom()
                .item(() -> FirstToken.of(config, LaunchMode.current()))
                .chain(token -> workspaces
                        .ensure(config.workspace())
                        .chain(workspace -> tokens.ensure(workspace, token.id(), token.secret(), Scopes.ALL)));
    }

    private Uni<Void> warnWhenNobodyCanSignIn() {
        return tokens.count()
                .invoke(count -> {
                    if (count == 0) {
                        LOG.warn("No API token exists, so nobody can sign in. Set WEBENDPOINTS_BOOTSTRAP_TOKEN_ID and"
                                + " WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET to make the first one.");
                    }
                })
                .replaceWithVoid();
    }
}
