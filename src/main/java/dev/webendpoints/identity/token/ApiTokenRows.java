package dev.webendpoints.identity.token;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.Workspace;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;

/** The API tokens in the database. Queries for a caller are restricted to its workspace, unless it is an admin. */
@ApplicationScoped
public class ApiTokenRows implements PanacheRepositoryBase<ApiToken, String> {

    private static final String FETCHED = "from ApiToken t join fetch t.workspace where t.revokedAt is null";
    private static final String ENABLED = FETCHED + " and t.disabledAt is null";
    private static final String LIVE =
            "revokedAt is null and disabledAt is null and (expiresAt is null or expiresAt > ?1)";
    private static final String SERVICE_USERS =
            "workspace.id = ?1 and isServiceUser and revokedAt is null" + " and (expiresAt is null or expiresAt > ?2)";

    private static final String UPSERT =
            "insert into api_token (id, workspace_id, name, scopes, salt, hash, created_at)"
                    + " values (:id, :workspace, :name, :scopes, :salt, :hash, now()) on conflict (id) do update set"
                    + " workspace_id = :workspace, scopes = :scopes, salt = :salt, hash = :hash, revoked_at = null,"
                    + " disabled_at = null";

    private static final String FORGET = "delete from api_token where id in (select id from api_token"
            + " where workspace_id = (select workspace_id from api_token where id = :token)"
            + " and revoked_at is not null and created_by is not null order by revoked_at desc offset :kept)";

    /** Fetches the workspace too; null if the token does not exist, is revoked or disabled. */
    @WithSession
    public Uni<ApiToken> findWithWorkspace(String id) {
        return find(ENABLED + " and t.id = ?1", id).firstResult();
    }

    /** Returns all tokens that are neither revoked nor disabled, with their workspaces. */
    @WithSession
    public Uni<List<ApiToken>> allWithWorkspace() {
        return list(ENABLED);
    }

    /** Returns the tokens of people, which are not revoked, oldest first. */
    Uni<List<ApiToken>> ofMembers(String workspaceId) {
        return list(
                "workspace.id = ?1 and not isServiceUser and revokedAt is null order by createdAt, id", workspaceId);
    }

    /** Returns the tokens of programs, which are neither revoked nor expired, by their names. */
    Uni<List<ApiToken>> serviceUsers(String workspaceId, Instant now) {
        return list(SERVICE_USERS + " order by name", workspaceId, now);
    }

    /** Null if there is none. */
    Uni<ApiToken> serviceUser(String workspaceId, String name, Instant now) {
        return find(SERVICE_USERS + " and name = ?3", workspaceId, now, name).firstResult();
    }

    /** Makes the name of a program whose token has expired available. */
    Uni<Integer> revokeExpired(String workspaceId, String name, Instant now) {
        return update(
                "revokedAt = ?1 where workspace.id = ?2 and name = ?3 and isServiceUser and revokedAt is null"
                        + " and expiresAt <= ?1",
                now,
                workspaceId,
                name);
    }

    /**
     * Locks the row for a change: the second of two callers waits and sees the changes of the first.
     *
     * @return fails with {@link UnknownApiToken}, also for a revoked token
     */
    Uni<ApiToken> findLocked(Caller caller, String id) {
        return find(
                        "revokedAt is null and id = :id" + within(caller),
                        parameters(caller).and("id", id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new UnknownApiToken(id));
    }

    /** Oldest first. */
    Uni<List<ApiToken>> page(String workspaceId, ApiTokenPosition after, int count) {
        return find(
                        FETCHED + " and t.workspace.id = ?1 and t.createdAt >= ?2 and (t.createdAt > ?2 or t.id > ?3)"
                                + " order by t.createdAt, t.id",
                        workspaceId,
                        after.createdAt(),
                        after.id())
                .range(0, count - 1)
                .list();
    }

    /** Includes revoked tokens: a page may start after one that was revoked since. Null if there is none. */
    Uni<ApiToken> findOfWorkspace(String workspaceId, String id) {
        return find("workspace.id = ?1 and id = ?2", workspaceId, id).firstResult();
    }

    public Uni<Long> countLive(Instant now) {
        return count(LIVE, now);
    }

    /** Includes expired tokens. */
    Uni<Long> countOfWorkspace(String workspaceId) {
        return count("revokedAt is null and workspace.id = ?1", workspaceId);
    }

    /** Creates the token or sets its workspace, secret and scopes; reactivates a revoked one. */
    public Uni<Void> put(Workspace workspace, String id, SecretHash secret, Collection<String> scopes) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(UPSERT)
                        .setParameter("id", id)
                        .setParameter("workspace", workspace.id)
                        .setParameter("name", "bootstrap")
                        .setParameter("scopes", Scopes.words(scopes))
                        .setParameter("salt", secret.salt())
                        .setParameter("hash", secret.hash())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Deletes the revoked tokens in the workspace of this token, except the newest. */
    Uni<Void> forgetRevoked(String id, int kept) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FORGET)
                        .setParameter("token", id)
                        .setParameter("kept", kept)
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Void> used(Collection<String> ids, Instant moment) {
        return update("lastUsedAt = ?1 where id in ?2", moment, ids).replaceWithVoid();
    }

    private static String within(Caller caller) {
        return caller.may(Scopes.ADMIN) ? "" : " and workspace.id = :workspace";
    }

    private static Parameters parameters(Caller caller) {
        Parameters none = new Parameters();
        return caller.may(Scopes.ADMIN) ? none : none.and("workspace", caller.workspaceId());
    }
}
