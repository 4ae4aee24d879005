package dev.webendpoints.identity.proxytoken;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.NotFound;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** The proxy tokens in the database. All queries except {@link #snapshot} are restricted to one workspace. */
@ApplicationScoped
class ProxyTokenRows implements PanacheRepositoryBase<ProxyToken, String> {

    private static final String ALLOW = "insert into proxy_token_environment (token_id, environment_id)"
            + " select t.id, e.id from proxy_token t join environment e on e.workspace_id = t.workspace_id"
            + " where t.workspace_id = :workspace and t.id = :token and e.id = :environment on conflict do nothing";

    private static final String REVOKE = "delete from proxy_token_environment pe using proxy_token t"
            + " where t.id = pe.token_id and t.workspace_id = :workspace and t.id = :token"
            + " and pe.environment_id = :environment";

    /** One row for each token and environment; for a token without environments, one row with null. */
    private static final String SNAPSHOT = "select t.id, t.workspaceId, t.scoped, t.salt, t.hash, e"
            + " from ProxyToken t left join t.environmentIds e";

    Uni<ProxyToken> findById(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("Proxy token '" + id + "' not found."));
    }

    /** Oldest first. */
    Uni<List<ProxyToken>> ofWorkspace(String workspaceId) {
        return list("workspaceId = ?1 order by createdAt, id", workspaceId);
    }

    /** Returns the tokens that are valid for endpoints of this environment, oldest first. */
    Uni<List<ProxyToken>> ofEnvironment(String workspaceId, String environmentId) {
        return list(
                "workspaceId = ?1 and (not scoped or ?2 member of environmentIds) order by createdAt, id",
                workspaceId,
                environmentId);
    }

    Uni<Integer> rename(String workspaceId, String id, String name) {
        return update("name = ?3 where workspaceId = ?1 and id = ?2", workspaceId, id, name);
    }

    Uni<Long> delete(String workspaceId, String id) {
        return delete("workspaceId = ?1 and id = ?2", workspaceId, id);
    }

    Uni<Integer> allow(String workspaceId, String id, String environmentId) {
        return execute(ALLOW, workspaceId, id, environmentId);
    }

    Uni<Integer> revoke(String workspaceId, String id, String environmentId) {
        return execute(REVOKE, workspaceId, id, environmentId);
    }

    Uni<List<Object[]>> snapshot() {
        return Panache.getSession()
                .chain(session -> session.createQuery(SNAPSHOT, Object[].class).getResultList());
    }

    private static Uni<Integer> execute(String sql, String workspaceId, String id, String environmentId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql)
                        .setParameter("workspace", workspaceId)
                        .setParameter("token", id)
                        .setParameter("environment", environmentId)
                        .executeUpdate());
    }
}
