package dev.webendpoints.call;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.identity.QuotaExceeded;
import io.vertx.core.Future;

/**
 * Limits the inputs of a workspace that have not ended. Counting a long queue takes long, so it is done once in a few
 * seconds; what this server adds meanwhile is added to the number. A workspace may therefore exceed the limit by what other
 * servers add in that time. Thread-safe.
 */
final class UnfinishedQuota {

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);
    private static final int MOST_WORKSPACES = 10_000;

    private final long limit;
    private final Function<String, Future<Long>> count;
    private final Cache<String, AtomicLong> numbers = Caffeine.newBuilder()
            .expireAfterWrite(COUNTED_EVERY)
            .maximumSize(MOST_WORKSPACES)
            .build();

    /** @param count returns the number of unfinished inputs of a workspace, which need not be above {@code limit + 1} */
    UnfinishedQuota(long limit, Function<String, Future<Long>> count) {
        this.limit = limit;
        this.count = count;
    }

    /** Adds inputs. Fails with {@link QuotaExceeded} if the workspace would have too many. */
    Future<Void> add(String workspaceId, int inputs) {
        AtomicLong known = numbers.getIfPresent(workspaceId);
        return known != null
                ? require(known, inputs)
                : count.apply(workspaceId).compose(counted -> {
                    AtomicLong number = new AtomicLong(counted);
                    numbers.put(workspaceId, number);
                    return require(number, inputs);
                });
    }

    private Future<Void> require(AtomicLong number, int inputs) {
        try {
            QuotaExceeded.require(
                    number.get() + inputs, limit, "inputs that wait or run", "webendpoints.function-calls.max-waiting");
            number.addAndGet(inputs);
            return Future.succeededFuture();
        } catch (QuotaExceeded e) {
            return Future.failedFuture(e);
        }
    }
}
