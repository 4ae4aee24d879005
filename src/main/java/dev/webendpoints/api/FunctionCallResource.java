package dev.webendpoints.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.FunctionCallsApi;
import dev.webendpoints.call.Calls;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.Scopes;
import io.smallrye.mutiny.Uni;

/** Operations on the function calls of the caller's workspace. */
class FunctionCallResource implements FunctionCallsApi {

    private final Calls calls;
    private final CurrentCaller caller;

    FunctionCallResource(Calls calls, CurrentCaller caller) {
        this.calls = calls;
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
        return calls.cancel(caller.get().workspaceId(), functionCallId)
                .map(done -> Response.noContent().build());
    }
}
