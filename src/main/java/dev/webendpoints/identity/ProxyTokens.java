package dev.webendpoints.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * The proxy tokens of a caller's workspace. When a change completes, {@link ProxyTokenCheck} on this server knows it; on
 * another server within seconds. Not to be called within a transaction of the caller's, whose outcome would still be open.
 */
@ApplicationScoped
public class ProxyTokens {

    private final ProxyTokenRows rows;
    private final Environments environments;
    private final ProxyTokenTable table;

    ProxyTokens(ProxyTokenRows rows, Environments environments, ProxyTokenTable table) {
        this.rows = rows;
        this.environments = environments;
        this.table = table;
    }

    /**
     * @param name may be empty
     * @param scoped true for a token that opens nothing until it is allowed for an environment
     */
    public Uni<NewProxyToken> create(Caller caller, String name, boolean scoped) {
        String secret = RandomId.withPrefix("ws");
        ProxyToken token = newToken(caller, name, scoped, SecretHash.of(secret));
        return changing(() -> rows.persist(token)).map(saved -> new NewProxyToken(saved, secret));
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

    /** Oldest first. */
    public Uni<List<ProxyToken>> list(Caller caller) {
        return Panache.withSession(() -> rows.list(caller.workspaceId()));
    }

    /**
     * Those that open endpoints of this environment, oldest first.
     *
     * @param environment its name, empty for the default one
     * @return fails with {@link UnknownEnvironment}
     */
    public Uni<List<ProxyToken>> list(Caller caller, String environment) {
        return Panache.withSession(
                () -> environments.find(caller, environment).chain(found -> rows.list(caller.workspaceId(), found.id)));
    }

    /** @return fails with {@link UnknownProxyToken} */
    public Uni<Void> rename(Caller caller, String tokenId, String name) {
        return changing(() -> rows.findById(caller.workspaceId(), tokenId)
                        .chain(() -> rows.rename(caller.workspaceId(), tokenId, name)))
                .replaceWithVoid();
    }

    /** @return fails with {@link UnknownProxyToken} */
    public Uni<Void> delete(Caller caller, String tokenId) {
        return changing(() -> rows.findById(caller.workspaceId(), tokenId)
                        .chain(() -> rows.delete(caller.workspaceId(), tokenId)))
                .replaceWithVoid();
    }

    /**
     * @param environmentId {@code en-…}
     * @return fails with {@link UnknownProxyToken} or {@link UnknownEnvironment}; allowing again changes nothing
     */
    public Uni<Void> allow(Caller caller, String tokenId, String environmentId) {
        return changing(() -> checkBothExist(caller, tokenId, environmentId)
                        .chain(() -> rows.allow(caller.workspaceId(), tokenId, environmentId)))
                .replaceWithVoid();
    }

    /** As {@link #allow}; revoking what was not allowed changes nothing. */
    public Uni<Void> revoke(Caller caller, String tokenId, String environmentId) {
        return changing(() -> checkBothExist(caller, tokenId, environmentId)
                        .chain(() -> rows.revoke(caller.workspaceId(), tokenId, environmentId)))
                .replaceWithVoid();
    }

    private Uni<Environment> checkBothExist(Caller caller, String tokenId, String environmentId) {
        return rows.findById(caller.workspaceId(), tokenId).chain(() -> environments.findById(caller, environmentId));
    }

    /** The table is read again after the commit, so that it never knows less than the caller was told. */
    private <T> Uni<T> changing(Supplier<Uni<T>> change) {
        return Panache.withTransaction(change).call(table::reload);
    }
}
