package dev.webendpoints.call;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Calls of functions by the Modal client. */
@ConfigMapping(prefix = "webendpoints.function-calls")
public interface FunctionCallsConfig {

    /** How long results are kept. Those of {@code .remote()} and {@code .map()} only until they were read. */
    @NotNull
    @DurationMin(minutes = 1)
    @WithDefault("7D")
    Duration resultsKept();

    /** Maximum size of the arguments of one call, and of one result. */
    @NotNull
    @WithDefault("64M")
    MemorySize maxPayload();

    /** Maximum number of inputs of one workspace that have not ended. Beyond it the client is told to wait. */
    @Min(1)
    @Max(10_000_000)
    @WithDefault("1000000")
    int maxWaiting();
}
