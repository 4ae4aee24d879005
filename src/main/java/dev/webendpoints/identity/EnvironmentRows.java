package dev.webendpoints.identity;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** The environments in the database. All queries are restricted to one workspace. */
@ApplicationScoped
class EnvironmentRows implements PanacheRepositoryBase<Environment, String> {

    private static final String INSERT = "insert into environment"
            + " (id, workspace_id, name, web_suffix, source, is_default, created_at)"
            + " select :id, w.id, :name, :suffix, case when :suffix = '' then w.name else w.name || '-' || :suffix end,"
            + " :isDefault, now() from workspace w where w.id = :workspace on conflict do nothing";

    /** Null if there is none. */
    Uni<Environment> findByName(String workspaceId, String name) {
        return find("workspaceId = ?1 and name = ?2", workspaceId, name).firstResult();
    }

    /** Null if there is none. */
    Uni<Environment> findDefault(String workspaceId) {
        return find("workspaceId = ?1 and isDefault", workspaceId).firstResult();
    }

    /** Null if there is none. */
    Uni<Environment> findById(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id).firstResult();
    }

    Uni<List<Environment>> ofWorkspace(String workspaceId) {
        return list("workspaceId = ?1 order by isDefault desc, name", workspaceId);
    }

    /**
     * @return number of inserted rows: 0 if the name or the suffix is taken, or if the hostnames would start like those
     *     of another workspace
     */
    Uni<Integer> insertUnlessThere(String workspaceId, String name, String suffix, boolean isDefault) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", RandomId.withPrefix("en"))
                        .setParameter("workspace", workspaceId)
                        .setParameter("name", name)
                        .setParameter("suffix", suffix)
                        .setParameter("isDefault", isDefault)
                        .executeUpdate());
    }
}
