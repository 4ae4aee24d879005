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
 * Database work from any thread, an image build's as well as an event loop's.
 *
 * <p>Hibernate Reactive keeps its session in the Vert.x context, so every transaction here gets a context of its own:
 * calls that run in parallel never share a session, and a thread without a context may call. The answer arrives where
 * the caller was, when the caller was on a Vert.x context.
 */
@ApplicationScoped
public class Transactions {

    private final Vertx vertx;

    Transactions(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs the work in one transaction, rolled back when it fails. */
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

    /** File work in the middle of a transaction: off the event loop, and back on it afterwards. */
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
