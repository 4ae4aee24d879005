package dev.webendpoints.app;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.identity.Workspaces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Limits the number of apps, functions, variants and volumes of a workspace. Each check must run in the transaction that adds
 * one, before it is added: of two concurrent callers the second waits for the first and counts what the first added.
 */
@ApplicationScoped
public class AppQuota {

    private static final String RUNNING =
            "a.workspaceId = :workspace and a.state <> dev.webendpoints.app.AppState.STOPPED";
    private static final String APPS = "select count(a) from App a where " + RUNNING;
    private static final String FUNCTIONS =
            "select count(f) from AppFunction f join App a on a.id = f.appId where " + RUNNING;
    private static final String VOLUMES = "select count(v) from Volume v where v.workspaceId = :workspace";

    private static final String VARIANTS = "select count(v) from FunctionVariant v where v.workspaceId = :workspace";

    private final QuotasConfig config;
    private final Workspaces workspaces;

    AppQuota(QuotasConfig config, Workspaces workspaces) {
        this.config = config;
        this.workspaces = workspaces;
    }

    /** @throws QuotaExceeded by the Uni */
    Uni<Void> requireRoomForApp(String workspaceId) {
        return requireRoom(APPS, workspaceId, config.maxApps(), "running apps", "max-apps");
    }

    /** @throws QuotaExceeded by the Uni */
    Uni<Void> requireRoomForFunction(String workspaceId) {
        return requireRoom(FUNCTIONS, workspaceId, config.maxFunctions(), "functions in running apps", "max-functions");
    }

    /** @throws QuotaExceeded by the Uni */
    public Uni<Void> requireRoomForVolume(String workspaceId) {
        return requireRoom(VOLUMES, workspaceId, config.maxVolumes(), "volumes", "max-volumes");
    }

    /** @throws QuotaExceeded by the Uni */
    public Uni<Void> requireRoomForVariant(String workspaceId) {
        return requireRoom(VARIANTS, workspaceId, config.maxVariants(), "variants of functions", "max-variants");
    }

    private Uni<Void> requireRoom(String query, String workspaceId, int limit, String what, String setting) {
        return workspaces
                .lock(workspaceId)
                .chain(Panache::getSession)
                .chain(session -> session.createQuery(query, Long.class)
                        .setParameter("workspace", workspaceId)
                        .getSingleResult())
                .invoke(there -> QuotaExceeded.require(there + 1, limit, what, "webendpoints.quotas." + setting))
                .replaceWithVoid();
    }
}
