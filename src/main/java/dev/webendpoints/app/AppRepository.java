package dev.webendpoints.app;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Queries for apps. Every query made for a caller is restricted to the caller's workspace. */
@ApplicationScoped
public class AppRepository implements PanacheRepositoryBase<App, String> {

    private static final Set<AppState> ENDING_WITH_THEIR_CLIENT = Set.of(AppState.INITIALIZING, AppState.EPHEMERAL);

    private static final String IDLE_DETACHED = "select a.id from app a where a.state = 'DETACHED'"
            + " and a.last_heartbeat_at < :moment and not exists (select 1 from web_endpoint e where e.app_id = a.id)"
            + " and not exists (select 1 from function_call c join function_input i on i.call_id = c.id"
            + " where c.app_id = a.id and i.state <> 2)";

    Uni<App> ofWorkspace(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new AppNotFound(id));
    }

    /** Finds an app and locks it for a change of state: a concurrent caller waits and then sees the change. */
    public Uni<App> ofWorkspaceLocked(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new AppNotFound(id));
    }

    /** Null if no app is deployed under the name. */
    public Uni<App> deployed(String workspaceId, String environmentId, String name) {
        return find(
                        "workspaceId = ?1 and environmentId = ?2 and name = ?3 and state = ?4",
                        workspaceId,
                        environmentId,
                        name,
                        AppState.DEPLOYED)
                .firstResult();
    }

    /** Returns the app that was stopped last of those that were deployed under the name. Null if there is none. */
    Uni<App> stoppedLast(String workspaceId, String environmentId, String name) {
        return find(
                        "workspaceId = ?1 and environmentId = ?2 and name = ?3 and state = ?4 order by stoppedAt desc",
                        workspaceId,
                        environmentId,
                        name,
                        AppState.STOPPED)
                .firstResult();
    }

    Uni<List<App>> ofEnvironment(String workspaceId, String environmentId) {
        return list("workspaceId = ?1 and environmentId = ?2 order by createdAt desc, id", workspaceId, environmentId);
    }

    /** Locks the apps of an environment that have not ended. */
    Uni<List<App>> runningLocked(String environmentId, int most) {
        return find("environmentId = ?1 and state <> ?2 order by id", environmentId, AppState.STOPPED)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, most - 1)
                .list();
    }

    /** Locks the apps, so that an app that is being published is re-evaluated after the publish. */
    Uni<List<App>> unheardSince(Instant moment) {
        return find("state in ?1 and lastHeartbeatAt < ?2", ENDING_WITH_THEIR_CLIENT, moment)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Locks the apps that outlive their client, but have neither a URL nor a call that has not ended. */
    Uni<List<App>> idleDetached(Instant moment) {
        return getSession()
                .chain(session -> session.createNativeQuery(IDLE_DETACHED, String.class)
                        .setParameter("moment", moment)
                        .getResultList())
                .chain(ids -> find("id in ?1 and state = ?2", ids, AppState.DETACHED)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list());
    }

    /** Updates only the timestamp: a concurrent publish must not be overwritten. */
    Uni<Void> heard(String workspaceId, String id, Instant moment) {
        return update("lastHeartbeatAt = ?1 where workspaceId = ?2 and id = ?3", moment, workspaceId, id)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new AppNotFound(id);
                    }
                })
                .replaceWithVoid();
    }
}
