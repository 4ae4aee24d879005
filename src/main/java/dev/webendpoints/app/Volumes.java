package dev.webendpoints.app;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.RandomId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

/** The volumes of a workspace. */
@ApplicationScoped
public class Volumes implements PanacheRepositoryBase<Volume, String> {

    private static final String INSERT = "insert into volume"
            + " (id, workspace_id, environment_id, name, version, created_at, created_by)"
            + " values (:id, :workspace, :environment, :name, :version, now(), :caller)"
            + " on conflict (environment_id, name) do nothing";

    /** @throws VolumeNotFound by the Uni */
    @WithSession
    public Uni<Volume> find(Caller caller, Environment environment, String name) {
        return named(caller, environment, name).onItem().ifNull().failWith(() -> new VolumeNotFound(name));
    }

    /** The volume of that name, made when it is not there; parallel callers get the same one. */
    @WithTransaction
    public Uni<Volume> getOrCreate(Caller caller, Environment environment, String name, int version) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", RandomId.withPrefix("vo"))
                        .setParameter("workspace", caller.workspaceId())
                        .setParameter("environment", environment.id)
                        .setParameter("name", name)
                        .setParameter("version", version)
                        .setParameter("caller", caller.tokenId())
                        .executeUpdate())
                .chain(() -> named(caller, environment, name));
    }

    private Uni<Volume> named(Caller caller, Environment environment, String name) {
        return find("workspaceId = ?1 and environmentId = ?2 and name = ?3", caller.workspaceId(), environment.id, name)
                .firstResult();
    }
}
