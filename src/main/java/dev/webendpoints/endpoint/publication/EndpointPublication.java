package dev.webendpoints.endpoint.publication;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.endpoint.EndpointDeclaration;
import dev.webendpoints.endpoint.EndpointOwner;
import dev.webendpoints.endpoint.EndpointRepository;
import dev.webendpoints.endpoint.HostnameConflicts;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.endpoint.Label;
import dev.webendpoints.endpoint.PublicUrls;
import dev.webendpoints.endpoint.StoppedHostnames;
import dev.webendpoints.endpoint.UrlProposal;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.domain.DomainClaims;
import dev.webendpoints.endpoint.domain.DomainTaken;
import dev.webendpoints.endpoint.domain.InvalidDomain;
import dev.webendpoints.failure.InvalidRequest;
import io.smallrye.mutiny.Uni;

/**
 * Declares the endpoints of an app. {@link #propose} changes nothing. {@link #publish} and {@link #withdraw} run in the
 * transaction that publishes or stops the app; {@link ChangeFeed#announce} is called after it.
 */
@ApplicationScoped
public class EndpointPublication {

    private final EndpointRepository repository;
    private final StoppedHostnames stopped;
    private final DomainClaims domains;
    private final PublicUrls urls;

    EndpointPublication(
            EndpointRepository repository, StoppedHostnames stopped, DomainClaims domains, PublicUrls urls) {
        this.repository = repository;
        this.stopped = stopped;
        this.domains = domains;
        this.urls = urls;
    }

    /**
     * Returns the URLs that these endpoints have or will have. Requires a session.
     *
     * @throws InvalidRequest through the Uni
     * @throws InvalidDomain through the Uni
     * @throws HostnameTaken through the Uni, if another app holds one of the hostnames and cannot lose it
     * @throws DomainTaken through the Uni, if another app of the workspace has one of the domains
     */
    public Uni<List<UrlProposal>> propose(EndpointOwner owner, List<EndpointDeclaration> declarations) {
        return planned(owner, declarations)
                .call(endpoints -> refuseTakenDomains(owner, endpoints))
                .chain(endpoints ->
                        repository.holders(wanted(endpoints)).map(holders -> proposals(owner, endpoints, holders)));
    }

    /**
     * Replaces the app's endpoints with these. A served app takes its hostnames from other served apps.
     *
     * @throws InvalidRequest through the Uni
     * @throws InvalidDomain through the Uni
     * @throws HostnameTaken through the Uni
     * @throws DomainTaken through the Uni
     */
    public Uni<Void> publish(EndpointOwner owner, List<EndpointDeclaration> declarations) {
        Set<String> kept = declarations.stream()
                .map(declaration -> key(declaration.functionId(), declaration.method()))
                .collect(Collectors.toSet());
        return repository
                .ofAppLocked(owner.appId())
                .chain(current -> domains.proven(current)
                        .chain(proven -> deleteAll(current, kept)
                                .chain(() -> planned(owner, declarations))
                                .call(endpoints -> repository
                                        .holders(wanted(endpoints))
                                        .chain(holders -> give(owner, endpoints, holders)))
                                .chain(endpoints -> domains.apply(
                                        endpoints.stream()
                                                .map(EndpointPlan::row)
                                                .toList(),
                                        proven))));
    }

    /** Removes all endpoints of an app that is stopped. */
    public Uni<Void> withdraw(String appId) {
        return stopped.add(appId).chain(() -> repository.delete("appId", appId)).replaceWithVoid();
    }

    private Uni<Void> deleteAll(List<WebEndpoint> current, Set<String> kept) {
        List<String> gone = current.stream()
                .filter(endpoint -> !kept.contains(key(endpoint.functionId, endpoint.method)))
                .map(endpoint -> endpoint.id)
                .toList();
        return gone.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository.delete("id in ?1", gone).replaceWithVoid();
    }

    /** Returns the planned endpoints; new rows are not persisted yet, existing ones not changed yet. */
    private Uni<List<EndpointPlan>> planned(EndpointOwner owner, List<EndpointDeclaration> declarations) {
        return repository.ofApp(owner.appId()).map(current -> {
            declarations.forEach(declaration -> declaration.requestedLabel().ifPresent(Label::check));
            List<EndpointDeclaration> checked = declarations.stream()
                    .map(declaration -> declaration.withDomains(domains.checked(declaration.domains())))
                    .toList();
            Map<String, WebEndpoint> byKey = current.stream()
                    .collect(Collectors.toMap(row -> key(row.functionId, row.method), Function.identity()));
            return checked.stream()
                    .map(declaration -> new EndpointPlan(
                            owner, declaration, byKey.get(key(declaration.functionId(), declaration.method()))))
                    .toList();
        });
    }

    /** Checks other apps only; conflicts between functions of this app are detected when all are published. */
    private Uni<Void> refuseTakenDomains(EndpointOwner owner, List<EndpointPlan> endpoints) {
        List<String> names = endpoints.stream()
                .flatMap(planned -> planned.domains().stream())
                .toList();
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .ofApp(owner.appId())
                        .chain(own -> domains.refuseTaken(
                                owner.workspaceId(),
                                names,
                                own.stream().map(endpoint -> endpoint.id).toList()));
    }

    private static Set<String> wanted(List<EndpointPlan> endpoints) {
        return endpoints.stream().map(planned -> planned.hostname().value()).collect(Collectors.toSet());
    }

    private List<UrlProposal> proposals(EndpointOwner owner, List<EndpointPlan> endpoints, List<WebEndpoint> holders) {
        List<WebEndpoint> rivals = rivals(owner, holders);
        Set<String> stolen = rivals.stream().map(rival -> rival.hostname).collect(Collectors.toSet());
        return endpoints.stream()
                .map(planned -> planned.proposal(
                        urls.of(planned.hostname().value()),
                        stolen.contains(planned.hostname().value()),
                        planned.domains().stream().map(urls::ofDomain).toList()))
                .toList();
    }

    /**
     * First clears all hostnames that move, then assigns them: the database rejects one hostname in two rows even
     * within a transaction, and two functions may swap their labels.
     */
    private Uni<Void> give(EndpointOwner owner, List<EndpointPlan> endpoints, List<WebEndpoint> holders) {
        rejectDuplicates(endpoints);
        rivals(owner, holders).forEach(rival -> rival.hostname = null);
        List<WebEndpoint> rows = endpoints.stream().map(EndpointPlan::row).toList();
        Stream.concat(holders.stream().filter(holder -> holder.appId.equals(owner.appId())), rows.stream())
                .filter(row -> row.hostname != null)
                .forEach(row -> row.hostname = null);
        return repository
                .flush()
                .invoke(() -> endpoints.forEach(EndpointPlan::apply))
                .chain(() -> rows.isEmpty() ? Uni.createFrom().voidItem() : repository.persist(rows))
                .chain(repository::flush)
                .chain(() -> stopped.forget(wanted(endpoints)))
                .onFailure(HostnameConflicts::isViolated)
                .transform(raced -> new HostnameTaken(String.join(" or ", wanted(endpoints))));
    }

    /** Returns the endpoints of other apps that lose their hostname: only of served apps, and only to served apps. */
    private static List<WebEndpoint> rivals(EndpointOwner owner, List<WebEndpoint> holders) {
        List<WebEndpoint> rivals = holders.stream()
                .filter(holder -> !holder.appId.equals(owner.appId()))
                .toList();
        HostnameConflicts.refuse(
                rivals,
                rival -> !owner.isServed()
                        || rival.devSuffix.isEmpty()
                        || !rival.workspaceId.equals(owner.workspaceId()));
        return rivals;
    }

    private static void rejectDuplicates(List<EndpointPlan> endpoints) {
        Set<String> seen = new HashSet<>();
        endpoints.stream()
                .map(planned -> planned.hostname().value())
                .filter(hostname -> !seen.add(hostname))
                .findFirst()
                .ifPresent(twin -> {
                    throw new HostnameTaken(twin);
                });
    }

    private static String key(String functionId, String method) {
        return functionId + " " + method;
    }
}
