package dev.webendpoints.call;

import java.time.Duration;

import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.RetryPolicy;

/** A function as its app serves it now. @param definitionId {@code de-…} */
record CalledFunction(String functionId, String definitionId, String appId, FunctionSpec spec) {

    Duration timeout() {
        return Duration.ofSeconds(spec.timeoutSecs());
    }

    RetryPolicy retries() {
        return spec.retries() == null ? RetryPolicy.NONE : spec.retries();
    }
}
