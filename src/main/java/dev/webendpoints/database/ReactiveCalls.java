package dev.webendpoints.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Runs database calls, started from any thread, on an event loop in a duplicated context of their own. Hibernate
 * Reactive keeps its session in the context, so that concurrent calls never share one.
 */
@ApplicationScoped
public class ReactiveCalls {

    private final Vertx vertx;
    private final DatabaseWatch database;

    ReactiveCalls(Vertx vertx, DatabaseWatch database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** Does not block. Fails if the database is unreachable, or becomes unreachable before it has answered. */
    public <T> CompletionStage<T> start(Supplier<Uni<T>> call) {
        return startUnguarded(() -> database.guard(Uni.createFrom().<T>deferred(call::get)));
    }

    /** As {@link #start}, but waits for an unreachable database for as long as the call does. */
    public <T> CompletionStage<T> startUnguarded(Supplier<Uni<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ready -> Uni.createFrom()
                .<T>deferred(call::get)
                .subscribe()
                .with(answer::complete, answer::completeExceptionally));
        return answer;
    }

    /** As {@link #startUnguarded}, but blocks until the call has completed. Not called on an event loop. */
    public <T> T await(Supplier<Uni<T>> call) {
        try {
            return startUnguarded(call).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Returns the result of a call on the Vert.x context of the subscriber, if the subscriber is on one. */
    public static <T> Uni<T> onCallersContext(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            call.get()
                    .whenComplete((item, failure) -> backTo(caller, () -> {
                        if (failure == null) {
                            emitter.complete(item);
                        } else {
                            emitter.fail(failure);
                        }
                    }));
        });
    }

    /** As {@link #onCallersContext}, for a call that answers with Vert.x's future. It may also throw. */
    public static <T> Uni<T> answer(Supplier<Future<T>> call) {
        return onCallersContext(() ->
                Future.<Void>succeededFuture().compose(ready -> call.get()).toCompletionStage());
    }

    private static void backTo(Context caller, Runnable answer) {
        if (caller == null) {
            answer.run();
        } else {
            caller.runOnContext(ignored -> answer.run());
        }
    }
}
