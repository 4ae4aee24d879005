package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** What a caller of the API sees of a workspace's endpoints, and may change. */
@ApplicationScoped
public class Endpoints {

    private final EndpointRepository repository;
    private final StoppedHostnames stopped;
    private final EndpointDomains domains;
    private final EndpointChanges changes;
    private final PublicUrls urls;

    Endpoints(
            EndpointRepository repository,
            StoppedHostnames stopped,
            EndpointDomains domains,
            EndpointChanges changes,
            PublicUrls urls) {
        this.repository = repository;
        this.stopped = stopped;
        this.domains = domains;
        this.changes = changes;
        this.urls = urls;
    }

    /**
     * @param limit at least 1
     * @param cursor of the page before; absent for the first page
     * @throws InvalidCursor by the Uni
     */
    @WithSession
    public Uni<Page> page(String workspaceId, int limit, Optional<String> cursor) {
        return Uni.createFrom()
                .item(() -> cursor.map(Cursor::of).orElse(Cursor.START))
                .chain(start -> repository.after(workspaceId, start, limit + 1))
                .map(found -> Page.of(found, limit));
    }

    /** @throws EndpointNotFound by the Uni, also for an endpoint of another workspace */
    @WithSession
    public Uni<WebEndpoint> find(String workspaceId, String endpointId) {
        return repository.ofWorkspace(workspaceId, endpointId);
    }

    /** Every endpoint that has a hostname, of all workspaces: for the routes. */
    @WithSession
    public Uni<List<WebEndpoint>> reachable() {
        return repository.reachable();
    }

    /** The hostnames that apps had when they were stopped, the latest ones of all workspaces: for the routes. */
    @WithSession
    public Uni<List<String>> stoppedHostnames() {
        return stopped.all();
    }

    /** Every domain that takes traffic, of all workspaces: for the routes. */
    @WithSession
    public Uni<List<EndpointDomain>> verifiedDomains() {
        return domains.verified();
    }

    /**
     * Gives the endpoint another label, or, with an empty one or null, the one that its code asks for.
     *
     * @throws EndpointNotFound by the Uni, also for an endpoint of another workspace
     * @throws InvalidLabel by the Uni
     * @throws HostnameTaken by the Uni
     */
    public Uni<Void> setLabel(String workspaceId, String endpointId, String label) {
        String wanted = label == null || label.isEmpty() ? null : label;
        return Panache.withTransaction(() -> repository
                        .ofWorkspaceLocked(workspaceId, endpointId)
                        .invoke(endpoint -> endpoint.operatorLabel = wanted == null ? null : Label.check(wanted))
                        .chain(this::move))
                .onFailure(Taken::isViolated)
                .transform(raced -> new HostnameTaken(String.valueOf(wanted)))
                .chain(changes::announce);
    }

    /**
     * Protects the endpoint in another way, or, with null, as its code says.
     *
     * @param auth as the API spells it
     * @throws EndpointNotFound by the Uni, also for an endpoint of another workspace
     * @throws InvalidAuth by the Uni
     */
    public Uni<Void> setAuth(String workspaceId, String endpointId, String auth) {
        return Uni.createFrom()
                .item(() -> Optional.ofNullable(auth).map(EndpointAuth::of).orElse(null))
                .chain(wanted -> Panache.withTransaction(() -> repository
                        .ofWorkspaceLocked(workspaceId, endpointId)
                        .invoke(endpoint -> endpoint.operatorAuth = wanted)))
                .chain(changes::announce);
    }

    /** The endpoint's URL; empty while another app has its hostname. */
    public Optional<String> url(WebEndpoint endpoint) {
        return Optional.ofNullable(endpoint.hostname).map(urls::of);
    }

    private Uni<Void> move(WebEndpoint endpoint) {
        String hostname = endpoint.wantedHostname().value();
        return repository
                .holders(List.of(hostname))
                .invoke(holders -> Taken.refuse(holders, holder -> !holder.id.equals(endpoint.id)))
                .invoke(() -> endpoint.hostname = hostname)
                .chain(repository::flush)
                .chain(() -> stopped.forget(List.of(hostname)));
    }
}
