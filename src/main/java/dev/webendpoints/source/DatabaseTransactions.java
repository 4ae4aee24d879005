package dev.webendpoints.source;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ReactiveCalls;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Runs database work from any thread, that of an image build as well as an event loop.
 *
 * <p>Every transaction gets its own Vert.x context, so a thread without a context may call. The result is delivered on the
 * caller's context if the caller is on a Vert.x context.
 */
@ApplicationScoped
public class DatabaseTransactions {

    private final ReactiveCalls calls;

    DatabaseTransactions(ReactiveCalls calls) {
        this.calls = calls;
    }

    /** Runs the work in one transaction, which is rolled back if the work fails. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return ReactiveCalls.onCallersContext(() -> calls.startUnguarded(() -> Panache.withTransaction(work)));
    }

    /** Runs blocking file work within a transaction: off the event loop, continuing on it afterwards. */
    static <T> Uni<T> blocking(Callable<T> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> context.executeBlocking(work, false).toCompletionStage());
    }
}
