package dev.webendpoints.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseWatch;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Keeps what this server has in memory of credentials (proxy tokens, API tokens, signing keys) as the database has it. The
 * database counts every change, whoever made it; the count is looked at every {@link #PERIOD}, and all is read again when it
 * has moved. While the database cannot be reached, the last known credentials stay.
 */
@ApplicationScoped
public class CredentialWatch {

    /** A token that was revoked through another server is dead after this and a reading: within 5 s by a wide margin. */
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(CredentialWatch.class);

    /** A look that takes longer is given up, so that the next one can be tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String REVISION = "select number from credential_revision";

    private final ProxyTokenTable proxyTokens;
    private final BearerTable bearers;
    private final SigningKeys signingKeys;
    private final ApiTokenRows apiTokens;
    private final TokenUses uses;
    private final DatabaseWatch database;
    private final Vertx vertx;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong timer = new AtomicLong(-1);
    private final AtomicBoolean looking = new AtomicBoolean();

    CredentialWatch(
            ProxyTokenTable proxyTokens,
            BearerTable bearers,
            SigningKeys signingKeys,
            ApiTokenRows apiTokens,
            TokenUses uses,
            DatabaseWatch database,
            Vertx vertx) {
        this.apiTokens = apiTokens;
        this.uses = uses;
        this.database = database;
        this.proxyTokens = proxyTokens;
        this.bearers = bearers;
        this.signingKeys = signingKeys;
        this.vertx = vertx;
    }

    /** Completes when all credentials are known, and watches them from then on. Doing it again reads them again. */
    public Uni<Void> start() {
        if (timer.compareAndSet(-1, 0)) {
            timer.set(vertx.setPeriodic(PERIOD.toMillis(), id -> look()));
        }
        return reload();
    }

    /** Completes when this server knows every change of a credential that was committed before. */
    Uni<Void> reload() {
        return revision().chain(this::readAll);
    }

    /** The count is read first, so that a change during the reading is seen by the next look. */
    private Uni<Void> readAll(long revision) {
        return proxyTokens
                .reload()
                .chain(this::readBearers)
                .invoke(() -> seen.set(revision))
                .replaceWithVoid();
    }

    private Uni<Void> readBearers() {
        long reading = readings.incrementAndGet();
        return Panache.withSession(() -> signingKeys
                        .read()
                        .chain(keys -> apiTokens
                                .allWithWorkspace()
                                .invoke(tokens -> bearers.know(reading, keys, byId(tokens)))))
                .replaceWithVoid();
    }

    private static Map<String, KnownToken> byId(List<ApiToken> tokens) {
        return tokens.stream().collect(Collectors.toUnmodifiableMap(token -> token.id, ApiToken::known));
    }

    private static Uni<Long> revision() {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(REVISION, Long.class).getSingleResult()));
    }

    /** Hibernate Reactive keeps its session in the context: each look has one of its own. */
    private void look() {
        if (database.isAway() || !looking.compareAndSet(false, true)) {
            return;
        }
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> readIfChanged()
                .chain(uses::write)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn("credentials could not be read, the last known ones stay", failure)));
    }

    private Uni<Void> readIfChanged() {
        return revision()
                .chain(revision -> revision == seen.get() ? Uni.createFrom().voidItem() : readAll(revision));
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer.get());
    }
}
