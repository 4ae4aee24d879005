package dev.webendpoints.volume;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.exception.ConstraintViolationException;

import dev.webendpoints.app.AppQuota;
import dev.webendpoints.failure.InvalidRequest;
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

    /** Time without a heartbeat after which an ephemeral volume is deleted; its client sends one every five minutes. */
    public static final Duration CLIENT_LOST_AFTER = Duration.ofMinutes(15);

    /** The client's own rule. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

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
        requireName(name);
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

    /** @throws VolumeNameTaken by the Uni */
    public Uni<Volume> create(Caller caller, Environment environment, String name, int version) {
        return Panache.withTransaction(() -> named(caller, environment, name)
                .invoke(present -> {
                    if (present != null) {
                        throw new VolumeNameTaken(name);
                    }
                })
                .chain(() -> quota.requireRoomForVolume(caller.workspaceId()))
                .chain(() -> make(caller, environment, name, version)));
    }

    /** Returns a new volume without a name, which exists as long as its client sends heartbeats. */
    public Uni<Volume> ephemeral(Caller caller, Environment environment, int version) {
        Volume volume = new Volume();
        volume.id = RandomId.withPrefix("vo");
        volume.workspaceId = caller.workspaceId();
        volume.environmentId = environment.id;
        volume.version = version;
        volume.createdAt = Instant.now();
        volume.heartbeatAt = volume.createdAt;
        volume.createdBy = caller.tokenId();
        return Panache.withTransaction(
                () -> quota.requireRoomForVolume(caller.workspaceId()).chain(() -> persist(volume)));
    }

    /** @throws VolumeNotFound by the Uni, also for a named volume */
    public Uni<Void> heartbeat(Caller caller, String volumeId) {
        return Panache.withTransaction(() -> update(
                                "heartbeatAt = ?1 where id = ?2 and workspaceId = ?3 and heartbeatAt is not null",
                                Instant.now(),
                                volumeId,
                                caller.workspaceId())
                        .invoke(changed -> requireOne(changed, volumeId)))
                .replaceWithVoid();
    }

    /** Deletes ephemeral volumes whose clients are gone, and returns their ids; their files are left. */
    public Uni<List<String>> deleteAbandoned(Instant now) {
        return Panache.withTransaction(() -> list("heartbeatAt < ?1", now.minus(CLIENT_LOST_AFTER))
                .map(found -> found.stream().map(volume -> volume.id).toList())
                .call(ids -> ids.isEmpty() ? Uni.createFrom().item(0L) : delete("id in ?1", ids)));
    }

    /** Returns the ids of all volumes of an environment. */
    @WithSession
    public Uni<List<String>> idsOf(String environmentId) {
        return list("environmentId", environmentId)
                .map(found -> found.stream().map(volume -> volume.id).toList());
    }

    /** Deletes a volume's record, if there is one; its files are left. */
    public Uni<Void> deleteRow(String volumeId) {
        return Panache.withTransaction(() -> deleteById(volumeId)).replaceWithVoid();
    }

    /** @throws VolumeNotFound by the Uni */
    @WithSession
    public Uni<Volume> owned(Caller caller, String volumeId) {
        return find("workspaceId = ?1 and id = ?2", caller.workspaceId(), volumeId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new VolumeNotFound(volumeId));
    }

    /** Returns the named volumes created before a time, newest first. */
    @WithSession
    public Uni<List<Volume>> list(Caller caller, Environment environment, Instant before, int most) {
        return find(
                        "workspaceId = ?1 and environmentId = ?2 and name is not null and createdAt < ?3"
                                + " order by createdAt desc, id",
                        caller.workspaceId(),
                        environment.id,
                        before)
                .page(0, most)
                .list();
    }

    /** Deletes a volume's record; its files are left. @throws VolumeNotFound by the Uni */
    public Uni<Void> delete(Caller caller, String volumeId) {
        return Panache.withTransaction(() -> delete("workspaceId = ?1 and id = ?2", caller.workspaceId(), volumeId)
                        .invoke(deleted -> requireOne(deleted.intValue(), volumeId)))
                .replaceWithVoid();
    }

    /**
     * Changes a volume's name; its id stays, so that functions keep it.
     *
     * @throws VolumeNotFound by the Uni
     * @throws VolumeNameTaken by the Uni
     */
    public Uni<Void> rename(Caller caller, String volumeId, String name) {
        return Panache.withTransaction(() -> {
                    requireName(name);
                    return update(
                                    "name = ?1 where id = ?2 and workspaceId = ?3 and name is not null",
                                    name,
                                    volumeId,
                                    caller.workspaceId())
                            .invoke(changed -> requireOne(changed, volumeId));
                })
                .onFailure(ConstraintViolationException.class)
                .transform(taken -> new VolumeNameTaken(name))
                .replaceWithVoid();
    }

    private static void requireOne(int rows, String volumeId) {
        if (rows == 0) {
            throw new VolumeNotFound(volumeId);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequest("a volume's name has at most 64 letters, digits, '.', '-' and '_'");
        }
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
