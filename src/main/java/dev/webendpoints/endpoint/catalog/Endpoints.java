package dev.webendpoints.endpoint.catalog;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.endpoint.EndpointNotFound;
import dev.webendpoints.endpoint.EndpointRepository;
import dev.webendpoints.endpoint.HostnameConflicts;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.endpoint.InvalidCursor;
import dev.webendpoints.endpoint.Label;
import dev.webendpoints.endpoint.PageCursor;
import dev.webendpoints.endpoint.PublicUrls;
import dev.webendpoints.endpoint.StoppedHostnames;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.function.EndpointAuth;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Lists and changes the endpoints of a workspace for callers of the API. */
@ApplicationScoped
public class Endpoints {

    private final EndpointRepository repository;
    private final StoppedHostnames stopped;
    private final ChangeFeed changes;
    private final PublicUrls urls;

    Endpoints(EndpointRepository repository, StoppedHostnames stopped, ChangeFeed changes, PublicUrls urls) {
        this.repository = repository;
        this.stopped = stopped;
        this.changes = changes;
        this.urls = urls;
    }

    /**
     * @param limit at least 1
     * @param cursor from the previous page; empty for the first page
     * @throws InvalidCursor through the Uni
     */
    @WithSession
    public Uni<EndpointPage> page(String workspaceId, int limit, Optional<String> cursor) {
        return Uni.createFrom()
                .item(() -> cursor.map(PageCursor::of).orElse(PageCursor.START))
                .chain(start -> repository.after(workspaceId, start, limit + 1))
                .map(found -> EndpointPage.of(found, limit));
    }

    /** @throws EndpointNotFound through the Uni, also for an endpoint of another workspace */
    @WithSession
    public Uni<WebEndpoint> find(String workspaceId, String endpointId) {
        return repository.ofWorkspace(workspaceId, endpointId);
    }

    /**
     * Sets the label of the endpoint; empty or null restores the label of its code.
     *
     * @throws EndpointNotFound through the Uni, also for an endpoint of another workspace
     * @throws InvalidRequest through the Uni
     * @throws HostnameTaken through the Uni
     */
    public Uni<Void> setLabel(String workspaceId, String endpointId, String label) {
        String wanted = label == null || label.isEmpty() ? null : label;
        return Panache.withTransaction(() -> repository
                        .ofWorkspaceLocked(workspaceId, endpointId)
                        .invoke(endpoint -> endpoint.operatorLabel = wanted == null ? null : Label.check(wanted))
                        .call(this::move))
                .onFailure(HostnameConflicts::isViolated)
                .transform(raced -> new HostnameTaken(String.valueOf(wanted)))
                .chain(this::announce);
    }

    /**
     * Sets the authentication of the endpoint; null restores that of its code.
     *
     * @param auth in the spelling of the API
     * @throws EndpointNotFound through the Uni, also for an endpoint of another workspace
     * @throws InvalidRequest through the Uni
     */
    public Uni<Void> setAuth(String workspaceId, String endpointId, String auth) {
        return Uni.createFrom()
                .item(() -> Optional.ofNullable(auth).map(EndpointAuth::of).orElse(null))
                .chain(wanted -> Panache.withTransaction(() -> repository
                        .ofWorkspaceLocked(workspaceId, endpointId)
                        .invoke(endpoint -> endpoint.operatorAuth = wanted)))
                .chain(this::announce);
    }

    private Uni<Void> announce(WebEndpoint changed) {
        return changes.announce(ChangeTopic.ROUTES, ChangeSet.of(changed.appId));
    }

    /** Returns the endpoint's URL; empty while another app holds its hostname. */
    public Optional<String> url(WebEndpoint endpoint) {
        return Optional.ofNullable(endpoint.hostname).map(urls::of);
    }

    private Uni<Void> move(WebEndpoint endpoint) {
        String hostname = endpoint.wantedHostname().value();
        return repository
                .holders(List.of(hostname))
                .invoke(holders -> HostnameConflicts.refuse(holders, holder -> !holder.id.equals(endpoint.id)))
                .invoke(() -> endpoint.hostname = hostname)
                .chain(repository::flush)
                .chain(() -> stopped.forget(List.of(hostname)));
    }
}
