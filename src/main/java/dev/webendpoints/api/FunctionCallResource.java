package dev.webendpoints.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.FunctionCallsApi;
import dev.webendpoints.call.CallReader;
import dev.webendpoints.call.CallSubmission;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.Scopes;
import io.smallrye.mutiny.Uni;

/** Operations on the function calls of the caller's workspace. */
class FunctionCallResource implements FunctionCallsApi {

    private final CallReader calls;
    private final CallSubmission submission;
    private final CurrentCaller caller;

    FunctionCallResource(CallReader calls, CallSubmission submission, CurrentCaller caller) {
        this.calls = calls;
        this.submission = submission;
        this.caller = caller;
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_READ)
    public Uni<Response> getFunctionCall(String functionCallId) {
        return calls.report(caller.get().workspaceId(), functionCallId)
                .map(found -> Response.ok(FunctionCallJson.of(found)).build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_WRITE)
    public Uni<Response> cancelFunctionCall(String functionCallId) {
        return submission
                .cancel(caller.get().workspaceId(), functionCallId)
                .map(done -> Response.noContent().build());
    }
}
