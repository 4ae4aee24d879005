package dev.webendpoints.identity.tokenflow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokenDraft;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.identity.token.KnownToken;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Makes the tokens of confirmed flows, when their command takes them: until then there is no secret that could be
 * stored. The token that confirmed it must still be valid, and the new one neither outlives it nor has more scopes.
 */
@ApplicationScoped
class FlowTokens {

    private static final String NAME = "modal token new";

    private final TokenFlowRows rows;
    private final ApiTokenRows tokenRows;
    private final ApiTokens tokens;

    FlowTokens(TokenFlowRows rows, ApiTokenRows tokenRows, ApiTokens tokens) {
        this.rows = rows;
        this.tokenRows = tokenRows;
        this.tokens = tokens;
    }

    /** Ends the flow. Of several callers one gets the token; fails with {@link NotFound} for the others. */
    Uni<ConfirmedToken> take(TokenFlow flow) {
        return Panache.withTransaction(() -> rows.deleteById(flow.id))
                .invoke(deleted -> {
                    if (!deleted) {
                        throw new NotFound("The token of this sign-in was taken already.");
                    }
                })
                .chain(() -> tokenRows.findWithWorkspace(flow.confirmedBy))
                .map(FlowTokens::confirmer)
                .chain(confirmer -> tokens.create(confirmer.caller(), draft(flow, confirmer))
                        .map(made -> new ConfirmedToken(
                                made.token().id,
                                made.secret(),
                                confirmer.caller().workspace())));
    }

    private static KnownToken confirmer(ApiToken token) {
        if (token == null || !Instant.now().isBefore(token.known().expiresAt())) {
            throw new FailedPrecondition("The token that confirmed this sign-in is not valid any more.");
        }
        return token.known();
    }

    private static ApiTokenDraft draft(TokenFlow flow, KnownToken confirmer) {
        Caller caller = confirmer.caller();
        Set<String> scopes = new HashSet<>(List.of(flow.scopes.split(" ")));
        scopes.retainAll(caller.scopes());
        Instant wanted = flow.lifetime == 0 ? Instant.MAX : Instant.now().plus(Duration.ofSeconds(flow.lifetime));
        Instant end = wanted.isBefore(confirmer.expiresAt()) ? wanted : confirmer.expiresAt();
        return new ApiTokenDraft(
                NAME, scopes, end.equals(Instant.MAX) ? Optional.empty() : Optional.of(end), Optional.empty());
    }
}
