package dev.webendpoints.app.autoscaler;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.PublishedFunction;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Queries for overrides, and for functions that are not scaled by their requests alone. */
@ApplicationScoped
public class AutoscalerRepository implements PanacheRepositoryBase<AutoscalerOverride, AutoscalerOverride.Key> {

    private static final String SERVED = "select new dev.webendpoints.app.PublishedFunction(a, f, d)"
            + " from App a join DeploymentFunction df on df.key.appId = a.id and df.key.version = a.version"
            + " join AppFunction f on f.id = df.key.functionId"
            + " join FunctionDefinition d on d.id = df.definitionId"
            + " where a.state <> dev.webendpoints.app.AppState.STOPPED and ";

    Uni<List<AutoscalerOverride>> ofFunction(String functionId) {
        return list("key.functionId", functionId);
    }

    Uni<List<AutoscalerOverride>> ofFunctions(Collection<String> functionIds) {
        return functionIds.isEmpty() ? Uni.createFrom().item(List.of()) : list("key.functionId in ?1", functionIds);
    }

    Uni<Void> put(List<AutoscalerOverride> rows) {
        return Panache.getSession()
                .chain(session -> session.mergeAll(rows.toArray()).chain(session::flush));
    }

    public Uni<Void> deleteOfApp(String appId) {
        return delete("key.functionId in (select f.id from AppFunction f where f.appId = ?1)", appId)
                .replaceWithVoid();
    }

    /** Returns the served functions of all apps that keep workers without requests. */
    Uni<List<PublishedFunction>> kept() {
        return served("d.minContainers > 0");
    }

    /** Returns the served functions of all apps that have overrides. */
    Uni<List<PublishedFunction>> overridden() {
        return served("exists (select 1 from AutoscalerOverride o where o.key.functionId = f.id)");
    }

    private static Uni<List<PublishedFunction>> served(String which) {
        return Panache.getSession()
                .chain(session -> session.createQuery(SERVED + which, PublishedFunction.class)
                        .getResultList());
    }
}
