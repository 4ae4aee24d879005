package dev.webendpoints.identity.tokenflow;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.PermissionDenied;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** Confirms the codes of token flows, on behalf of somebody who has signed in. */
@ApplicationScoped
public class FlowConfirmation {

    private static final Logger LOG = Logger.getLogger(FlowConfirmation.class);

    /** Codes that may be tried for one flow; after that it can only be opened anew. */
    private static final int MAX_ATTEMPTS = 5;

    private final TokenFlowRows rows;
    private final FlowWaits waits;

    FlowConfirmation(TokenFlowRows rows, FlowWaits waits) {
        this.rows = rows;
        this.waits = waits;
    }

    /**
     * Confirms a flow: its command gets a token of the caller's workspace, with scopes of the caller's.
     *
     * @param code as typed
     * @param managesTokens whether the token may create and revoke others
     * @return fails with {@link NotFound}, {@link InvalidRequest} for a wrong code, {@link FailedPrecondition} or
     *     {@link PermissionDenied}
     */
    public Uni<Void> confirm(Caller caller, String flowId, String code, boolean managesTokens) {
        String scopes = Scopes.words(granted(caller, managesTokens));
        return Panache.withTransaction(() -> rows.findLocked(flowId, Instant.now())
                        .chain(flow -> attempt(flow, caller, ConfirmationCode.typed(code), scopes)))
                .invoke(outcome -> {
                    if (outcome instanceof Rejected rejected) {
                        throw rejected.failure();
                    }
                    LOG.infof("Token flow confirmed: flow=%s token=%s", flowId, caller.tokenId());
                    waits.signal(flowId);
                })
                .replaceWithVoid();
    }

    private static Set<String> granted(Caller caller, boolean managesTokens) {
        if (!caller.may(Scopes.API_TOKENS_WRITE)) {
            throw new PermissionDenied(
                    "This token lacks the scope " + Scopes.API_TOKENS_WRITE + ", which creating a token needs.");
        }
        Set<String> scopes = new HashSet<>(Scopes.WORKSPACE);
        scopes.retainAll(caller.scopes());
        if (!managesTokens) {
            scopes.remove(Scopes.API_TOKENS_WRITE);
        }
        if (scopes.isEmpty()) {
            throw new PermissionDenied("This token has no scope that it could pass on.");
        }
        return scopes;
    }

    /** Returned, not thrown, within the transaction, which must count a wrong code. */
    private interface Outcome {}

    private record Confirmed() implements Outcome {}

    private record Rejected(DomainFailure failure) implements Outcome {}

    private Uni<Outcome> attempt(TokenFlow flow, Caller caller, String code, String scopes) {
        if (flow == null) {
            return rejected(new NotFound("This sign-in does not exist, or has expired; run the command again."));
        }
        if (flow.confirmedBy != null) {
            return rejected(new FailedPrecondition("This sign-in is confirmed already."));
        }
        if (flow.attempts >= MAX_ATTEMPTS) {
            return rejected(new FailedPrecondition("Too many wrong codes for this sign-in; run the command again."));
        }
        flow.attempts++;
        if (!flow.hasCode(code)) {
            return rejected(new InvalidRequest("The code is wrong; the command line shows the right one."));
        }
        flow.confirmedBy = caller.tokenId();
        flow.scopes = scopes;
        return Uni.createFrom().item(new Confirmed());
    }

    private static Uni<Outcome> rejected(DomainFailure failure) {
        return Uni.createFrom().item(new Rejected(failure));
    }
}
