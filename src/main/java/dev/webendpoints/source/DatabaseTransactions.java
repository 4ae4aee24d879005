package dev.webendpoints.source;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Runs database work from any thread, that of an image build as well as an event loop.
 *
 * <p>Hibernate Reactive stores its session in the Vert.x context, so every transaction gets its own context: concurrent
 * calls never share a session, and a thread without a context may call. The result is delivered on the caller's context
 * if the caller is on a Vert.x context.
 */
@ApplicationScoped
public class DatabaseTransactions {

    private final Vertx vertx;

    DatabaseTransactions(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs the work in one transaction, which is rolled back if the work fails. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            ownContext()
                    .runOnContext(ignored -> Panache.withTransaction(work)
                            .subscribe()
                            .with(
                                    item -> backTo(caller, () -> emitter.complete(item)),
                                    failure -> backTo(caller, () -> emitter.fail(failure))));
        });
    }

    /** Runs blocking file work within a transaction: off the event loop, continuing on it afterwards. */
    static <T> Uni<T> blocking(Callable<T> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> context.executeBlocking(work, false).toCompletionStage());
    }

    private Context ownContext() {
        Context context = VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        return context;
    }

    private static void backTo(Context caller, Runnable answer) {
        if (caller == null) {
            answer.run();
        } else {
            caller.runOnContext(ignored -> answer.run());
        }
    }
}
