package dev.webendpoints.identity.tokenflow;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.ResourceExhausted;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.signin.RemoteNetwork;
import dev.webendpoints.identity.signin.SignInThrottle;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** Opens token flows for commands that have no credential. */
@ApplicationScoped
public class TokenFlows {

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(36_500);

    private final TokenFlowRows rows;
    private final SignInThrottle throttle;
    private final TokenFlowConfig config;

    TokenFlows(TokenFlowRows rows, SignInThrottle throttle, TokenFlowConfig config) {
        this.rows = rows;
        this.throttle = throttle;
        this.config = config;
    }

    /**
     * Opens a flow, which counts like a failed sign-in of the address.
     *
     * @param address of the command
     * @param lifetime of the token; zero for one that does not expire
     * @return fails with {@link dev.webendpoints.identity.signin.TooManyFailures}, {@link ResourceExhausted} or
     *     {@link InvalidRequest}
     */
    public Uni<OpenFlow> open(String address, Duration lifetime) {
        throttle.require(address);
        if (lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new InvalidRequest("A token can expire in at most " + LONGEST_LIFETIME.toDays() + " days.");
        }
        String code = ConfirmationCode.random();
        String waitSecret = RandomId.withPrefix("tw");
        TokenFlow flow = new TokenFlow();
        flow.id = RandomId.withPrefix("tf");
        flow.network = RemoteNetwork.of(address);
        flow.keep(SecretHash.of(code), SecretHash.of(waitSecret));
        flow.lifetime = lifetime.toSeconds();
        flow.expiresAt = Instant.now().plus(config.lifetime());
        return Panache.withTransaction(() -> rows.lockAll()
                        .chain(() -> rows.deleteExpired(Instant.now()))
                        .chain(() -> rows.countOf(flow.network))
                        .invoke(count -> require(count, config.maxPerAddress(), "of this address", "max-per-address"))
                        .chain(() -> rows.count())
                        .invoke(count -> require(count, config.max(), "of this server", "max"))
                        .chain(() -> rows.persist(flow)))
                .replaceWith(new OpenFlow(flow.id, ConfirmationCode.shown(code), waitSecret));
    }

    private static void require(long open, int limit, String whose, String setting) {
        if (open >= limit) {
            throw new ResourceExhausted("Too many commands " + whose + " wait for a confirmation; try again later"
                    + " (webendpoints.token-flows." + setting + ").");
        }
    }
}
