package dev.webendpoints.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Queries for deployments and their functions and classes. */
@ApplicationScoped
public class DeploymentRepository implements PanacheRepositoryBase<Deployment, Deployment.Key> {

    private static final String SERVED =
            "select new dev.webendpoints.app.ServedFunction(f.id, d.id, d.timeoutSecs, d.parameters)"
                    + " from App a join DeploymentFunction df on df.key.appId = a.id and df.key.version = a.version"
                    + " join AppFunction f on f.id = df.key.functionId"
                    + " join FunctionDefinition d on d.id = df.definitionId"
                    + " where a.state <> dev.webendpoints.app.AppState.STOPPED";

    /** Returns the deployments, newest first. */
    Uni<List<Deployment>> ofApp(String appId) {
        return list("key.appId = ?1 order by key.version desc", appId);
    }

    /** Returns the newest version before this one that has been served. Null if there is none. */
    public Uni<Deployment> previous(String appId, int version) {
        return find(
                        "key.appId = ?1 and key.version < ?2 and kind <> ?3 order by key.version desc",
                        appId,
                        version,
                        Deployment.Kind.STAGED)
                .firstResult();
    }

    /** Returns the functions of a deployment, which cannot be collected until the transaction ends. */
    public Uni<List<DeploymentFunction>> functionsLocked(String appId, int version) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from DeploymentFunction where key.appId = ?1 and key.version = ?2",
                                DeploymentFunction.class)
                        .setParameter(1, appId)
                        .setParameter(2, version)
                        .setLockMode(LockModeType.PESSIMISTIC_READ)
                        .getResultList());
    }

    public Uni<List<DeploymentFunction>> functions(String appId, int version) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from DeploymentFunction where key.appId = ?1 and key.version = ?2",
                                DeploymentFunction.class)
                        .setParameter(1, appId)
                        .setParameter(2, version)
                        .getResultList());
    }

    public Uni<List<DeploymentClass>> classes(String appId, int version) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from DeploymentClass where key.appId = ?1 and key.version = ?2", DeploymentClass.class)
                        .setParameter(1, appId)
                        .setParameter(2, version)
                        .getResultList());
    }

    /** Returns what the current deployments of all running apps serve. */
    Uni<List<ServedFunction>> served() {
        return Panache.getSession()
                .chain(session ->
                        session.createQuery(SERVED, ServedFunction.class).getResultList());
    }

    /** Returns what the current deployments of those of the apps that run serve. */
    Uni<List<ServedFunction>> served(Collection<String> appIds) {
        return Panache.getSession()
                .chain(session -> session.createQuery(SERVED + " and a.id in ?1", ServedFunction.class)
                        .setParameter(1, appIds)
                        .getResultList());
    }

    public Uni<Void> insert(Deployment deployment, Map<String, String> definitions, Map<String, String> classes) {
        String appId = deployment.key.appId();
        int version = deployment.key.version();
        Object[] functionRows = definitions.entrySet().stream()
                .map(entry -> DeploymentFunction.of(appId, version, entry.getKey(), entry.getValue()))
                .toArray();
        Object[] classRows = classes.entrySet().stream()
                .map(entry -> DeploymentClass.of(appId, version, entry.getKey(), entry.getValue()))
                .toArray();
        return persist(deployment)
                .chain(Panache::getSession)
                .chain(session -> session.persistAll(functionRows)
                        .chain(() -> session.persistAll(classRows))
                        .chain(session::flush));
    }
}
