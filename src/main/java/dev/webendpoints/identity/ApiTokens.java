package dev.webendpoints.identity;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

/** The API tokens of this server. */
@ApplicationScoped
public class ApiTokens implements PanacheRepositoryBase<ApiToken, String> {

    private static final String UPSERT =
            "insert into api_token (id, workspace_id, name, scopes, salt, hash, created_at)"
                    + " values (:id, :workspace, :name, :scopes, :salt, :hash, now()) on conflict (id) do update set"
                    + " workspace_id = :workspace, scopes = :scopes, salt = :salt, hash = :hash";

    /**
     * Sees to it that this token opens this workspace and no other, with this secret and these scopes.
     *
     * @param id {@code ak-…}
     * @param secret 128 random bits or more: only its hash is kept
     */
    @WithTransaction
    public Uni<Void> ensure(Workspace workspace, String id, String secret, Set<String> scopes) {
        SecretHash secretHash = SecretHash.of(secret);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(UPSERT)
                        .setParameter("id", id)
                        .setParameter("workspace", workspace.id)
                        .setParameter("name", "bootstrap")
                        .setParameter("scopes", String.join(" ", scopes))
                        .setParameter("salt", secretHash.salt())
                        .setParameter("hash", secretHash.hash())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** With its workspace; null when there is none. */
    Uni<ApiToken> findWithWorkspace(String id) {
        return find("from ApiToken t join fetch t.workspace where t.id = ?1", id)
                .firstResult();
    }
}
