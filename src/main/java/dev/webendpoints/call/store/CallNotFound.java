package dev.webendpoints.call.store;

import dev.webendpoints.failure.NotFound;

/** Thrown if a workspace has no such call, or its results are not kept any more. */
public final class CallNotFound extends NotFound {

    private static final long serialVersionUID = 1;

    CallNotFound(String callId) {
        super("there is no function call " + callId + ", or its results are not kept any more");
    }
}
