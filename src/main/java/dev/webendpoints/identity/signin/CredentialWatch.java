package dev.webendpoints.identity.signin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.identity.jwt.SigningKeys;
import dev.webendpoints.identity.proxytoken.ProxyTokenTable;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.KnownToken;
import io.smallrye.mutiny.Uni;

/**
 * Keeps the credentials in memory (proxy tokens, API tokens, signing keys) in sync with the database: reloads those of
 * the tables that have changed, through any server. While the database is unreachable, the last known credentials stay
 * valid.
 */
@ApplicationScoped
public class CredentialWatch {

    private final ChangeFeed feed;
    private final ProxyTokenTable proxyTokens;
    private final BearerTable bearers;
    private final SigningKeys signingKeys;
    private final ApiTokenRows apiTokens;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    CredentialWatch(
            ChangeFeed feed,
            ProxyTokenTable proxyTokens,
            BearerTable bearers,
            SigningKeys signingKeys,
            ApiTokenRows apiTokens) {
        this.feed = feed;
        this.proxyTokens = proxyTokens;
        this.bearers = bearers;
        this.signingKeys = signingKeys;
        this.apiTokens = apiTokens;
    }

    /** Completes when all credentials are loaded; from then on changes are taken in. Calling it again reloads them. */
    public Uni<Void> start() {
        if (subscribed.compareAndSet(false, true)) {
            feed.subscribe(ChangeTopic.CREDENTIALS, this::takeIn);
        }
        return feed.announce(ChangeTopic.CREDENTIALS, ChangeSet.EVERYTHING);
    }

    private Uni<Void> takeIn(ChangeSet changes) {
        boolean proxyTokensChanged = changes.affects("proxy_token", "proxy_token_environment");
        boolean bearersChanged = changes.affects("api_token", "signing_key");
        return (proxyTokensChanged ? proxyTokens.reload() : Uni.createFrom().voidItem())
                .chain(() -> bearersChanged ? readBearers() : Uni.createFrom().voidItem());
    }

    private Uni<Void> readBearers() {
        return signingKeys
                .read()
                .chain(keys -> apiTokens.allWithWorkspace().invoke(tokens -> bearers.know(keys, byId(tokens))))
                .replaceWithVoid();
    }

    private static Map<String, KnownToken> byId(List<ApiToken> tokens) {
        return tokens.stream().collect(Collectors.toUnmodifiableMap(token -> token.id, ApiToken::known));
    }
}
