package dev.webendpoints.identity.proxytoken;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.UnknownEnvironment;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * The proxy tokens of a caller's workspace. A completed change is in effect in {@link ProxyTokenCheck} on this server,
 * and soon on others. Must not be called within a transaction of the caller, whose outcome would be unknown.
 */
@ApplicationScoped
public class ProxyTokens {

    private static final ChangeSet PROXY_TOKEN = ChangeSet.of("proxy_token");

    private final ProxyTokenRows rows;
    private final Environments environments;
    private final ChangeFeed feed;

    ProxyTokens(ProxyTokenRows rows, Environments environments, ChangeFeed feed) {
        this.rows = rows;
        this.environments = environments;
        this.feed = feed;
    }

    /**
     * @param name may be empty
     * @param scoped whether the token is valid only for environments that it is allowed for, initially none
     */
    public Uni<NewProxyToken> create(Caller caller, String name, boolean scoped) {
        String secret = RandomId.withPrefix("ws");
        ProxyToken token = newToken(caller, name, scoped, SecretHash.of(secret));
        return changing(() -> rows.persist(token)).map(saved -> new NewProxyToken(saved, secret));
    }

    /**
     * Creates a token for the web endpoints of these environments only.
     *
     * @param environmentNames may be empty for a token that is not valid for any environment yet
     * @return fails with {@link UnknownEnvironment}, and then no token is created
     */
    public Uni<NewProxyToken> createFor(Caller caller, String name, List<String> environmentNames) {
        String secret = RandomId.withPrefix("ws");
        ProxyToken token = newToken(caller, name, true, SecretHash.of(secret));
        return changing(() -> environmentIds(caller, environmentNames)
                        .invoke(token.environmentIds::addAll)
                        .chain(() -> rows.persist(token)))
                .map(saved -> new NewProxyToken(saved, secret));
    }

    private Uni<List<String>> environmentIds(Caller caller, List<String> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> environments.find(caller, name))
                .map(environment -> environment.id)
                .collect()
                .asList();
    }

    private static ProxyToken newToken(Caller caller, String name, boolean scoped, SecretHash secretHash) {
        ProxyToken token = new ProxyToken();
        token.id = RandomId.withPrefix("wk");
        token.workspaceId = caller.workspaceId();
        token.name = name;
        token.scoped = scoped;
        token.createdBy = caller.tokenId();
        token.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        token.salt = secretHash.salt();
        token.hash = secretHash.hash();
        return token;
    }

    /** Returns all tokens of the workspace, oldest first. */
    @WithSession
    public Uni<List<ProxyToken>> list(Caller caller) {
        return rows.ofWorkspace(caller.workspaceId());
    }

    /**
     * Returns the tokens that are valid for endpoints of this environment, oldest first.
     *
     * @param environment its name; empty for the default one
     * @return fails with {@link UnknownEnvironment}
     */
    @WithSession
    public Uni<List<ProxyToken>> list(Caller caller, String environment) {
        return environments
                .find(caller, environment)
                .chain(found -> rows.ofEnvironment(caller.workspaceId(), found.id));
    }

    /** @return fails with {@link NotFound} */
    public Uni<Void> rename(Caller caller, String tokenId, String name) {
        return changing(() -> rows.findById(caller.workspaceId(), tokenId)
                        .chain(() -> rows.rename(caller.workspaceId(), tokenId, name)))
                .replaceWithVoid();
    }

    /** @return fails with {@link NotFound} */
    public Uni<Void> delete(Caller caller, String tokenId) {
        return changing(() -> rows.findById(caller.workspaceId(), tokenId)
                        .chain(() -> rows.delete(caller.workspaceId(), tokenId)))
                .replaceWithVoid();
    }

    /**
     * @param environmentId {@code en-…}
     * @return fails with {@link NotFound} or {@link UnknownEnvironment}; has no effect if already allowed
     */
    public Uni<Void> allow(Caller caller, String tokenId, String environmentId) {
        return changing(() -> checkBothExist(caller, tokenId, environmentId)
                        .chain(() -> rows.allow(caller.workspaceId(), tokenId, environmentId)))
                .replaceWithVoid();
    }

    /** Reverts {@link #allow}, with the same failures. Has no effect if the token was not allowed there. */
    public Uni<Void> revoke(Caller caller, String tokenId, String environmentId) {
        return changing(() -> checkBothExist(caller, tokenId, environmentId)
                        .chain(() -> rows.revoke(caller.workspaceId(), tokenId, environmentId)))
                .replaceWithVoid();
    }

    private Uni<Environment> checkBothExist(Caller caller, String tokenId, String environmentId) {
        return rows.findById(caller.workspaceId(), tokenId).chain(() -> environments.findById(caller, environmentId));
    }

    /** Announces the change after the commit, so that a change that was reported as complete is in effect here. */
    private <T> Uni<T> changing(Supplier<Uni<T>> change) {
        return Panache.withTransaction(change).call(() -> feed.announce(ChangeTopic.CREDENTIALS, PROXY_TOKEN));
    }
}
