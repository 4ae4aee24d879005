package dev.webendpoints.endpoint.publication;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.endpoint.EndpointRepository;
import dev.webendpoints.endpoint.HostnameConflicts;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.endpoint.StoppedHostnames;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.EnvironmentChange;
import dev.webendpoints.identity.EnvironmentChanges;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Changes environments together with the hostnames in them. A new name keeps all URLs. With a new web suffix all
 * endpoints move to their new hostnames in one transaction; the old ones are not found from then on.
 */
@ApplicationScoped
public class EnvironmentHostnames {

    /** Maximum number of endpoints that move at once, which is one transaction. */
    private static final int MOST = 2_000;

    private final EnvironmentChanges environments;
    private final EndpointRepository endpoints;
    private final StoppedHostnames stopped;
    private final ChangeFeed changes;

    EnvironmentHostnames(
            EnvironmentChanges environments,
            EndpointRepository endpoints,
            StoppedHostnames stopped,
            ChangeFeed changes) {
        this.environments = environments;
        this.endpoints = endpoints;
        this.stopped = stopped;
        this.changes = changes;
    }

    private record Moved(Environment environment, Set<String> appIds) {}

    /**
     * Completes when requests reach the new hostnames.
     *
     * @return fails as {@link EnvironmentChanges#update}, with {@link FailedPrecondition} if there are too many endpoints,
     *     or with {@link HostnameTaken}
     */
    public Uni<Environment> update(Caller caller, String name, EnvironmentChange change) {
        return Panache.withTransaction(() -> environments
                        .update(caller, name, change)
                        .chain(updated -> change.webSuffix().isEmpty()
                                ? Uni.createFrom().item(new Moved(updated, Set.of()))
                                : move(updated).map(appIds -> new Moved(updated, appIds))))
                .call(moved -> moved.appIds().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : changes.announce(
                                ChangeTopic.ROUTES, ChangeSet.of(moved.appIds().toArray(String[]::new))))
                .map(Moved::environment);
    }

    private Uni<Set<String>> move(Environment environment) {
        return endpoints
                .ofEnvironmentLocked(environment.id, MOST + 1)
                .invoke(EnvironmentHostnames::requireFew)
                .chain(rows -> move(rows, environment.source())
                        .replaceWith(rows.stream().map(row -> row.appId).collect(Collectors.toSet())));
    }

    private static void requireFew(List<WebEndpoint> rows) {
        if (rows.size() > MOST) {
            throw new FailedPrecondition("The web suffix of an environment with more than " + MOST
                    + " web endpoints cannot be changed; stop some of its apps first.");
        }
    }

    /** Clears the hostnames before it assigns new ones: the database rejects one hostname in two rows. */
    private Uni<Void> move(List<WebEndpoint> rows, String source) {
        List<WebEndpoint> reachable =
                rows.stream().filter(row -> row.hostname != null).toList();
        rows.forEach(row -> row.source = source);
        reachable.forEach(row -> row.hostname = null);
        return endpoints
                .flush()
                .invoke(() -> reachable.forEach(
                        row -> row.hostname = row.wantedHostname().value()))
                .chain(endpoints::flush)
                .chain(() -> stopped.forget(
                        reachable.stream().map(row -> row.hostname).collect(Collectors.toSet())))
                .onFailure(HostnameConflicts::isViolated)
                .transform(raced -> new HostnameTaken("of one of its web endpoints"));
    }
}
