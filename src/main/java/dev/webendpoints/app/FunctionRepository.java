package dev.webendpoints.app;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Functions and their definitions. Every query made for a caller is restricted to the caller's workspace. */
@ApplicationScoped
public class FunctionRepository implements PanacheRepositoryBase<AppFunction, String> {

    private static final String PUBLISHED = "select new dev.webendpoints.app.PublishedFunction(a, f, d)"
            + " from App a join DeploymentFunction df on df.key.appId = a.id and df.key.version = a.version"
            + " join AppFunction f on f.id = df.key.functionId"
            + " join FunctionDefinition d on d.id = df.definitionId"
            + " where a.workspaceId = :workspace and ";

    private static final String LINKED =
            "select new dev.webendpoints.app.LinkedFunction(f.id, f.tag, e.method, e.hostname)"
                    + " from App a join DeploymentFunction df on df.key.appId = a.id and df.key.version = a.version"
                    + " join AppFunction f on f.id = df.key.functionId"
                    + " left join WebEndpoint e on e.appId = a.id and e.functionId = f.id and e.hostname is not null"
                    + " where a.id = :app order by f.tag, e.method";

    private static final String INSERT = "insert into function (id, app_id, tag, created_at)"
            + " values (:id, :app, :tag, now()) on conflict (app_id, tag) do nothing";

    public Uni<AppFunction> ofApp(String appId, String functionId) {
        return find("appId = ?1 and id = ?2", appId, functionId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new FunctionNotFound(functionId));
    }

    /** Null if there is none. */
    Uni<AppFunction> named(String appId, String tag) {
        return find("appId = ?1 and tag = ?2", appId, tag).firstResult();
    }

    /** Returns the function with the name, creating it if absent; concurrent callers get the same one. */
    Uni<AppFunction> named(String appId, String id, String tag) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", id)
                        .setParameter("app", appId)
                        .setParameter("tag", tag)
                        .executeUpdate())
                .chain(() -> named(appId, tag));
    }

    /** Null if there is none. */
    public Uni<FunctionDefinition> latestDefinition(String functionId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from FunctionDefinition where functionId = ?1 order by createdAt desc, id",
                                FunctionDefinition.class)
                        .setParameter(1, functionId)
                        .setMaxResults(1)
                        .getSingleResultOrNull());
    }

    /** Null if there is none. */
    public Uni<FunctionDefinition> definition(String definitionId) {
        return Panache.getSession().chain(session -> session.find(FunctionDefinition.class, definitionId));
    }

    /** Returns the app of the definition, without an access check. Null if there is no such definition. */
    Uni<DefinedApp> appOf(String definitionId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select new dev.webendpoints.app.DefinedApp(a, e.name) from FunctionDefinition d"
                                        + " join AppFunction f on f.id = d.functionId join App a on a.id = f.appId"
                                        + " join Environment e on e.id = a.environmentId where d.id = :definition",
                                DefinedApp.class)
                        .setParameter("definition", definitionId)
                        .getSingleResultOrNull());
    }

    /** Returns those of the definitions that belong to a function of the app. */
    public Uni<List<FunctionDefinition>> definitions(String appId, Collection<String> definitionIds) {
        return definitionIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Panache.getSession()
                        .chain(session -> session.createQuery(
                                        "select d from FunctionDefinition d join AppFunction f on f.id = d.functionId"
                                                + " where f.appId = ?1 and d.id in ?2",
                                        FunctionDefinition.class)
                                .setParameter(1, appId)
                                .setParameter(2, definitionIds)
                                .getResultList());
    }

    public Uni<FunctionDefinition> persist(FunctionDefinition definition) {
        return Panache.getSession().chain(session -> session.persist(definition).replaceWith(definition));
    }

    /** Keeps a definition from being collected for a while. @return false if there is no such definition */
    Uni<Boolean> noteUse(String definitionId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update function_definition set used_at = now() where id = :id")
                        .setParameter("id", definitionId)
                        .executeUpdate())
                .map(rows -> rows == 1);
    }

    /** Null if no function is deployed under the name. */
    Uni<PublishedFunction> deployed(String workspaceId, String environmentId, String appName, String tag) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                PUBLISHED + "a.environmentId = :environment and a.name = :name and f.tag = :tag"
                                        + " and a.state = dev.webendpoints.app.AppState.DEPLOYED",
                                PublishedFunction.class)
                        .setParameter("workspace", workspaceId)
                        .setParameter("environment", environmentId)
                        .setParameter("name", appName)
                        .setParameter("tag", tag)
                        .getSingleResultOrNull());
    }

    /** Null if no running app serves it. */
    public Uni<PublishedFunction> published(String workspaceId, String functionId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(PUBLISHED + "f.id = :function", PublishedFunction.class)
                        .setParameter("workspace", workspaceId)
                        .setParameter("function", functionId)
                        .getSingleResultOrNull());
    }

    Uni<List<PublishedFunction>> publishedOfApp(String workspaceId, String appId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(PUBLISHED + "a.id = :app order by f.tag", PublishedFunction.class)
                        .setParameter("workspace", workspaceId)
                        .setParameter("app", appId)
                        .getResultList());
    }

    /** Returns the functions of the app's current deployment, each once for each of its hostnames. */
    Uni<List<LinkedFunction>> linked(String appId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(LINKED, LinkedFunction.class)
                        .setParameter("app", appId)
                        .getResultList());
    }
}
