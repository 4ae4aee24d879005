package dev.webendpoints.identity.signin;

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
import dev.webendpoints.identity.jwt.SigningKeys;
import dev.webendpoints.identity.proxytoken.ProxyTokenTable;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.KnownToken;
import dev.webendpoints.identity.token.LoadedCredentials;
import dev.webendpoints.identity.token.TokenUses;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Keeps the credentials in memory (proxy tokens, API tokens, signing keys) in sync with the database. The database
 * counts the changes of all servers; the count is polled every {@link #PERIOD}, and all credentials are reloaded when
 * it has changed. While the database is unreachable, the last known credentials stay valid.
 */
@ApplicationScoped
public class CredentialWatch implements LoadedCredentials {

    /** A token revoked through another server is rejected after this period and a reload: well within 5 s. */
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(CredentialWatch.class);

    /** Timeout of a poll, after which the next one may start. */
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

    /** Completes when all credentials are loaded, and starts polling. Calling it again reloads them. */
    public Uni<Void> start() {
        if (timer.compareAndSet(-1, 0)) {
            timer.set(vertx.setPeriodic(PERIOD.toMillis(), id -> look()));
        }
        return reload();
    }

    @Override
    public Uni<Void> reload() {
        return revision().chain(this::readAll);
    }

    /** The revision is read first, so that the next poll detects a change during the read. */
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

    /** Uses a new context for each poll, as Hibernate Reactive keeps its session in the context. */
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
                        failure -> LOG.warn("Credential refresh failed, keeping the last known ones", failure)));
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
