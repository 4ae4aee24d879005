package dev.webendpoints.endpoint.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import dev.webendpoints.endpoint.HostnameConflicts;
import dev.webendpoints.identity.Workspaces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Polls the TXT records of pending domains, with exponential back-off, until they exist. Several servers may do so
 * concurrently.
 *
 * <p>The latest proof wins: if another workspace holds a domain and its record is gone while the new workspace's record
 * exists, the owner has transferred the domain. A domain that the operator's list assigns to its holder is not
 * transferred, whatever the records are.
 */
@ApplicationScoped
public class DomainChecks {

    static final Duration PERIOD = Duration.ofSeconds(5);
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(DomainChecks.class);

    /** Maximum number of domains in one poll; the others wait for the next one. */
    private static final int AT_ONCE = 50;

    /** Number of concurrent DNS queries, so that an unanswered one delays few others. */
    private static final int QUESTIONS_AT_ONCE = 10;

    private final EndpointDomains domains;
    private final Workspaces workspaces;
    private final AllowedDomains allowed;
    private final TxtRecords records;
    private final ReactiveCalls calls;
    private final RecurringQuery looks;

    DomainChecks(
            EndpointDomains domains,
            Workspaces workspaces,
            AllowedDomains allowed,
            TxtRecords records,
            ReactiveCalls calls,
            DatabaseWatch database,
            Vertx vertx) {
        this.domains = domains;
        this.workspaces = workspaces;
        this.allowed = allowed;
        this.records = records;
        this.calls = calls;
        this.looks =
                new RecurringQuery("Custom domain check", vertx, database, PERIOD, () -> calls.start(this::checkDue));
    }

    /** Starts to poll the domains that are due, every {@link #PERIOD}. */
    public void start() {
        looks.start();
    }

    /** Returns the pause after that many attempts. */
    static Duration pause(int attempts) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 20));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Polls now, outside the period. Does not block. */
    public void look() {
        looks.make();
    }

    /** The database announces the domains that are verified then, as it does for other servers. */
    private Uni<Void> checkDue() {
        return domains.due(Instant.now(), AT_ONCE)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(this::ask)
                        .merge(QUESTIONS_AT_ONCE)
                        .onItem()
                        .transformToUniAndConcatenate(this::check)
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private record Answer(EndpointDomain pending, List<String> found) {}

    /** Runs outside of any transaction. */
    private Uni<Answer> ask(EndpointDomain pending) {
        return records.of(pending.challenge().name())
                .onFailure()
                .recoverWithItem(List.of())
                .map(found -> new Answer(pending, found));
    }

    /** @return whether the domain is now verified */
    private Uni<Boolean> check(Answer answer) {
        return Panache.withTransaction(() -> domains.pendingLocked(answer.pending().key)
                        .chain(locked ->
                                locked == null ? Uni.createFrom().item(false) : decide(locked, answer.found())))
                .onFailure(HostnameConflicts::isDomainViolated)
                .recoverWithItem(false);
    }

    private Uni<Boolean> decide(EndpointDomain domain, List<String> found) {
        domain.attempts++;
        domain.nextCheckAt = Instant.now().plus(pause(domain.attempts - 1));
        return domains.holders(List.of(domain.name()))
                .chain(holders -> holders.isEmpty() ? isProven(domain, found) : isGiven(domain, holders.get(0), found))
                .invoke(proven -> {
                    if (proven) {
                        domain.verifiedAt = Instant.now();
                        LOG.infof("Domain verified: domain=%s workspace=%s", domain.name(), domain.workspaceId);
                    }
                });
    }

    private Uni<Boolean> isProven(EndpointDomain domain, List<String> found) {
        return found.contains(domain.challenge().value()) ? Uni.createFrom().item(true) : isAllowed(domain);
    }

    /** Only a record transfers a domain from its holder, neither the operator's list nor an unanswered DNS query. */
    private Uni<Boolean> isGiven(EndpointDomain domain, EndpointDomain holder, List<String> found) {
        boolean given = found.contains(domain.challenge().value())
                && !found.contains(holder.challenge().value());
        return given ? letGo(holder) : Uni.createFrom().item(false);
    }

    private Uni<Boolean> isAllowed(EndpointDomain domain) {
        return workspaces
                .findById(domain.workspaceId)
                .map(workspace -> allowed.allows(workspace.name, new DomainName(domain.name())));
    }

    /** Resets the holder's verification, unless the operator's list allows the holder. Returns whether it was reset. */
    private Uni<Boolean> letGo(EndpointDomain holder) {
        return isAllowed(holder).chain(stays -> {
            if (!stays) {
                holder.verifiedAt = null;
                holder.nextCheckAt = Instant.now();
            }
            return domains.flush().replaceWith(!stays);
        });
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }
}
