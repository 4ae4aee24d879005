package dev.webendpoints.call;

import java.time.Duration;

import dev.webendpoints.function.CallRetries;
import dev.webendpoints.function.FunctionSpec;

/** A function as its app serves it now. @param definitionId {@code de-…} */
record CalledFunction(String functionId, String definitionId, String appId, FunctionSpec spec) {

    CalledFunction with(FunctionSpec otherSpec) {
        return new CalledFunction(functionId, definitionId, appId, otherSpec);
    }

    Duration timeout() {
        return Duration.ofSeconds(spec.timeoutSecs());
    }

    /** Returns what the caller of a call that took too long is told. */
    String timeoutSentence() {
        return "The call did not end within the function's timeout of "
                + timeout().toSeconds() + " s.";
    }

    CallRetries retries() {
        return spec.retries() == null ? CallRetries.NONE : spec.retries();
    }
}
