package dev.webendpoints.identity;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

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

    private static final String OF_APP = "select e.* from environment e join app a on a.environment_id = e.id"
            + " where a.id = :app and e.workspace_id = :workspace and e.deleted_at is null";

    private static final String DELETE = "delete from environment e where e.id = :id and e.deleted_at is not null"
            + " and not exists (select from app a where a.environment_id = e.id)";

    /** Null if there is none. */
    Uni<Environment> findByName(String workspaceId, String name) {
        return find("workspaceId = ?1 and name = ?2 and deletedAt is null", workspaceId, name)
                .firstResult();
    }

    /** Locks the row for a change. Null if there is none. */
    Uni<Environment> findLocked(String workspaceId, String name) {
        return find("workspaceId = ?1 and name = ?2 and deletedAt is null", workspaceId, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Returns the environment of an app; null if it is deleted. */
    Uni<Environment> ofApp(String workspaceId, String appId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF_APP, Environment.class)
                        .setParameter("app", appId)
                        .setParameter("workspace", workspaceId)
                        .getSingleResultOrNull());
    }

    /** Returns those that are deleted and whose row is still there, the oldest first. */
    Uni<List<Environment>> deleted(int most) {
        return find("deletedAt is not null order by deletedAt")
                .range(0, most - 1)
                .list();
    }

    /** Deletes the row of a deleted environment unless an app refers to it. */
    Uni<Integer> deleteWithoutApps(String id) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(DELETE).setParameter("id", id).executeUpdate());
    }

    Uni<Long> countOfWorkspace(String workspaceId) {
        return count("workspaceId = ?1 and deletedAt is null", workspaceId);
    }

    /** Null if there is none. */
    Uni<Environment> findDefault(String workspaceId) {
        return find("workspaceId = ?1 and isDefault and deletedAt is null", workspaceId)
                .firstResult();
    }

    /** Null if there is none. */
    Uni<Environment> findById(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2 and deletedAt is null", workspaceId, id)
                .firstResult();
    }

    Uni<List<Environment>> ofWorkspace(String workspaceId) {
        return list("workspaceId = ?1 and deletedAt is null order by isDefault desc, name", workspaceId);
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
