package dev.webendpoints.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.RandomId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The ids of classes; the code of a class is a function. */
@ApplicationScoped
public class AppClasses {

    private final AppRepository apps;
    private final DeploymentRepository deployments;
    private final Rows rows;

    AppClasses(AppRepository apps, DeploymentRepository deployments, Rows rows) {
        this.apps = apps;
        this.deployments = deployments;
        this.rows = rows;
    }

    /**
     * @param existingId the id from an earlier deploy; empty for a new class
     * @throws AppNotFound by the Uni
     * @throws ClassNotFound by the Uni, if the existing class does not belong to this app
     */
    public Uni<String> create(Caller caller, String appId, String existingId) {
        return Panache.withTransaction(() -> apps.ofWorkspace(caller.workspaceId(), appId)
                .chain(app -> existingId.isEmpty() ? fresh(app.id) : existing(app.id, existingId)));
    }

    /** Returns the ids of the classes of the app's current deployment, by name. */
    @WithSession
    public Uni<Map<String, String>> ofApp(Caller caller, String appId) {
        return apps.ofWorkspace(caller.workspaceId(), appId)
                .chain(app -> deployments.classes(app.id, app.version))
                .map(classes -> classes.stream().collect(Collectors.toMap(row -> row.key.tag(), row -> row.classId)));
    }

    public Uni<List<AppClass>> ofApp(String appId) {
        return rows.list("appId", appId);
    }

    private Uni<String> fresh(String appId) {
        AppClass row = new AppClass();
        row.id = RandomId.withPrefix("cs");
        row.appId = appId;
        return rows.persist(row).map(saved -> saved.id);
    }

    private Uni<String> existing(String appId, String id) {
        return rows.find("appId = ?1 and id = ?2", appId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new ClassNotFound(id))
                .map(row -> row.id);
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<AppClass, String> {}
}
