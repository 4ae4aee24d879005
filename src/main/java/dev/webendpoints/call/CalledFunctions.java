package dev.webendpoints.call;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.app.AppState;
import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.variant.FunctionVariants;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.database.ReactiveCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;

/** Looks up the functions that are called, as their apps serve them now. */
@ApplicationScoped
class CalledFunctions {

    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MOST_REMEMBERED = 10_000;

    private record Key(String workspaceId, String functionId, String variant) {}

    private final Functions functions;
    private final FunctionVariants variants;
    private final ReactiveCalls calls;
    private final ChangeFeed changes;
    private final Cache<Key, CalledFunction> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    CalledFunctions(Functions functions, FunctionVariants variants, ReactiveCalls calls, ChangeFeed changes) {
        this.functions = functions;
        this.variants = variants;
        this.calls = calls;
        this.changes = changes;
    }

    /** Forgets what it knows after each deployment through any server, and then calls {@code onChange}. */
    void start(Runnable onChange) {
        changes.subscribe(ChangeTopic.ROUTES, changed -> {
            known.invalidateAll();
            onChange.run();
            return Uni.createFrom().voidItem();
        });
    }

    /**
     * Fails with {@link FunctionNotFound} if the workspace's apps do not serve it, or it has no such variant.
     *
     * @param variant empty for the function as its code declares it
     */
    Future<CalledFunction> find(String workspaceId, String functionId, String variant) {
        Key key = new Key(workspaceId, functionId, variant);
        CalledFunction found = known.getIfPresent(key);
        return found != null
                ? Future.succeededFuture(found)
                : Future.fromCompletionStage(calls.startUnguarded(() -> read(key)))
                        .onSuccess(called -> known.put(key, called));
    }

    private Uni<CalledFunction> read(Key key) {
        return functions
                .current(key.workspaceId(), key.functionId())
                .map(published -> called(key.functionId(), published))
                .chain(declared -> key.variant().isEmpty()
                        ? Uni.createFrom().item(declared)
                        : variants.find(key.workspaceId(), key.functionId(), key.variant())
                                .map(options -> declared.with(options.applyTo(declared.spec()))));
    }

    private static CalledFunction called(String functionId, PublishedFunction published) {
        if (published == null || published.app().state == AppState.STOPPED) {
            throw new FunctionNotFound(functionId);
        }
        return new CalledFunction(
                functionId, published.definition().id, published.app().id, published.definition().spec);
    }
}
