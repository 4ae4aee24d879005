package dev.webendpoints.identity.tokenflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.ResourceExhausted;
import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.identity.signin.TooManyFailures;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** The waits of commands for the confirmation of their flows, on any server. */
@ApplicationScoped
public class FlowWaits {

    /** A command waits once, and once more if it has lost its connection. */
    private static final int MAX_PER_FLOW = 2;

    private static final Duration LONGEST = Duration.ofSeconds(55);

    /** How often the database is asked, for confirmations through other servers. */
    private static final long POLL_MILLIS = 1_000;

    private final TokenFlowRows rows;
    private final FlowTokens tokens;
    private final SignInThrottle throttle;
    private final ReactiveCalls calls;
    private final WaitSignals signals;
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    FlowWaits(TokenFlowRows rows, FlowTokens tokens, SignInThrottle throttle, ReactiveCalls calls, Vertx vertx) {
        this.rows = rows;
        this.tokens = tokens;
        this.throttle = throttle;
        this.calls = calls;
        this.signals = new WaitSignals(vertx);
    }

    void signal(String flowId) {
        signals.signal(flowId);
    }

    /**
     * Returns the token when the flow is confirmed; empty if that takes longer than {@code patience}. A token is returned
     * once. Wrong secrets count as failed sign-ins of the address.
     *
     * @return fails with {@link NotFound}, {@link ResourceExhausted} or
     *     {@link dev.webendpoints.identity.signin.TooManyFailures}
     */
    public Uni<Optional<ConfirmedToken>> await(String flowId, String secret, String address, Duration patience) {
        Duration bounded = patience.compareTo(LONGEST) > 0 ? LONGEST : patience;
        long deadline = System.nanoTime() + bounded.toNanos();
        return find(flowId, secret)
                .onFailure(NotFound.class)
                .transform(missing -> counted(missing, address))
                .chain(flow -> counted(flowId, () -> next(flowId, secret, deadline)));
    }

    private Throwable counted(Throwable missing, String address) {
        try {
            throttle.require(address);
            return missing;
        } catch (TooManyFailures tooMany) {
            return tooMany;
        }
    }

    private Uni<TokenFlow> find(String flowId, String secret) {
        return ReactiveCalls.onCallersContext(() -> calls.start(() -> rows.findOpen(flowId, Instant.now())))
                .map(flow -> {
                    if (flow == null || !flow.hasWaitSecret(secret)) {
                        throw new NotFound("This sign-in does not exist, or has expired; run the command again.");
                    }
                    return flow;
                });
    }

    private Uni<Optional<ConfirmedToken>> next(String flowId, String secret, long deadline) {
        WaitSignals.Wait wait = signals.await(flowId);
        return find(flowId, secret)
                .onFailure()
                .invoke(wait::close)
                .onCancellation()
                .invoke(wait::close)
                .chain(flow -> {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (flow.confirmedBy != null || left <= 0) {
                        wait.close();
                        return flow.confirmedBy == null
                                ? Uni.createFrom().item(Optional.<ConfirmedToken>empty())
                                : taken(flow);
                    }
                    return Uni.createFrom()
                            .completionStage(() ->
                                    wait.signaled(Math.min(left, POLL_MILLIS)).toCompletionStage())
                            .chain(() -> next(flowId, secret, deadline));
                });
    }

    private Uni<Optional<ConfirmedToken>> taken(TokenFlow flow) {
        return ReactiveCalls.onCallersContext(() -> calls.start(() -> tokens.take(flow)))
                .map(Optional::of);
    }

    private <T> Uni<T> counted(String flowId, Supplier<Uni<T>> wait) {
        int now = waiting.merge(flowId, 1, Integer::sum);
        Uni<T> counted = now > MAX_PER_FLOW
                ? Uni.createFrom().failure(new ResourceExhausted("Others wait for this sign-in already."))
                : Uni.createFrom().deferred(wait::get);
        return counted.onTermination()
                .invoke(() ->
                        waiting.computeIfPresent(flowId, (id, count) -> count == 1 ? null : (Integer) (count - 1)));
    }
}
