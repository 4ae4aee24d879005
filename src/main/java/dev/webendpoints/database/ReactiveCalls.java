package dev.webendpoints.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs database calls, started from any thread, on an event loop in a duplicated context of their own. */
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
        CompletableFuture<T> answer = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ready -> database.guard(Uni.createFrom().<T>deferred(call::get))
                .subscribe()
                .with(answer::complete, answer::completeExceptionally));
        return answer;
    }
}
