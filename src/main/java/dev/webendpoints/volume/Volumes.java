package dev.webendpoints.volume;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppQuota;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.RandomId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The volumes of a workspace. */
@ApplicationScoped
public class Volumes implements PanacheRepositoryBase<Volume, String> {

    private static final String INSERT = "insert into volume"
            + " (id, workspace_id, environment_id, name, version, created_at, created_by)"
            + " values (:id, :workspace, :environment, :name, :version, now(), :caller)"
            + " on conflict (environment_id, name) do nothing";

    private final AppQuota quota;

    Volumes(AppQuota quota) {
        this.quota = quota;
    }

    /** @throws VolumeNotFound by the Uni */
    @WithSession
    public Uni<Volume> find(Caller caller, Environment environment, String name) {
        return named(caller, environment, name).onItem().ifNull().failWith(() -> new VolumeNotFound(name));
    }

    /**
     * Returns the volume with the name, creating it if absent; concurrent callers get the same one.
     *
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<Volume> getOrCreate(Caller caller, Environment environment, String name, int version) {
        return Panache.withTransaction(() -> named(caller, environment, name)
                .onItem()
                .ifNull()
                .switchTo(() -> quota.requireRoomForVolume(caller.workspaceId())
                        .chain(() -> make(caller, environment, name, version))));
    }

    private Uni<Volume> make(Caller caller, Environment environment, String name, int version) {
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

    /** @throws VolumeNotFound by the Uni, for the first volume that does not belong to this workspace */
    @WithSession
    public Uni<Void> require(Caller caller, List<String> volumeIds) {
        return volumeIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : list("workspaceId = ?1 and id in ?2", caller.workspaceId(), volumeIds)
                        .invoke(found -> volumeIds.stream()
                                .filter(id -> found.stream().noneMatch(volume -> volume.id.equals(id)))
                                .findFirst()
                                .ifPresent(missing -> {
                                    throw new VolumeNotFound(missing);
                                }))
                        .replaceWithVoid();
    }

    private Uni<Volume> named(Caller caller, Environment environment, String name) {
        return find("workspaceId = ?1 and environmentId = ?2 and name = ?3", caller.workspaceId(), environment.id, name)
                .firstResult();
    }
}
