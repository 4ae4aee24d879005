package dev.webendpoints.function;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.webendpoints.function.FunctionSpec.Batching;
import dev.webendpoints.function.FunctionSpec.Scaling;
import dev.webendpoints.function.FunctionSpec.VolumeMount;

/**
 * What a variant of a function has instead of what the function's code declares ({@code with_options},
 * {@code with_concurrency}, {@code with_batching}); null for what is as declared. Stored as JSON.
 *
 * @param memoryLimitMb memory limit of a worker, in MiB
 * @param cpuLimitMilli CPU limit of a worker, in thousandths of a processor
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionOptions(
        List<String> secretIds,
        List<VolumeMount> volumes,
        Integer memoryLimitMb,
        Integer cpuLimitMilli,
        CallRetries retries,
        Integer maxContainers,
        Integer bufferContainers,
        Integer scaledownSecs,
        Integer timeoutSecs,
        Integer maxConcurrentInputs,
        Integer targetInputs,
        Batching batching) {

    public static final FunctionOptions NONE =
            new FunctionOptions(null, null, null, null, null, null, null, null, null, null, null, null);

    /**
     * Returns what the variant runs as. It keeps no workers without requests: a variant that was used once would keep
     * them forever.
     */
    public FunctionSpec applyTo(FunctionSpec declared) {
        Scaling scaling = declared.scaling();
        return new FunctionSpec(
                declared.tag(),
                declared.code(),
                declared.webMethods(),
                declared.imageId(),
                declared.mountIds(),
                or(secretIds, declared.secretIds()),
                or(volumes, declared.volumes()),
                new Scaling(
                        null,
                        or(maxContainers, scaling.maxContainers()),
                        or(bufferContainers, scaling.bufferContainers()),
                        maxConcurrentInputs == null ? or(targetInputs, scaling.targetInputs()) : targetInputs,
                        scaling.scaleupSecs(),
                        scaling.singleUse()),
                or(maxConcurrentInputs, declared.maxConcurrentInputs()),
                or(timeoutSecs, declared.timeoutSecs()),
                declared.startupTimeoutSecs(),
                or(scaledownSecs, declared.scaledownSecs()),
                declared.parameters(),
                or(memoryLimitMb, declared.memoryLimitMb()),
                or(cpuLimitMilli, declared.cpuLimitMilli()),
                declared.blocksNetwork(),
                declared.start(),
                or(retries, declared.retries()),
                declared.schedule(),
                or(batching, declared.batching()));
    }

    private static <T> T or(T given, T declared) {
        return given == null ? declared : given;
    }
}
