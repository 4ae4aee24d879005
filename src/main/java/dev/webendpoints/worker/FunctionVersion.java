package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.Code;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.function.StartMode;
import dev.webendpoints.scaling.ScalingPolicy;

/**
 * Everything that a {@link WorkerRuntime} needs to run one version of a function.
 *
 * @param environmentName name of the app's environment in its workspace
 * @param environment variables from the function's secrets; never logged
 * @param clientVersion of the {@code modal} package that deployed it, installed for the worker too
 * @param pythonVersion of the deploying client, for example {@code 3.11.7}
 * @param scaling the policy that its code declares
 * @param appFunctions all functions of its app, itself included
 */
public record FunctionVersion(
        FunctionKey key,
        String workspaceId,
        String appId,
        String appName,
        String environmentName,
        FunctionSpec spec,
        Map<String, String> environment,
        String clientVersion,
        String pythonVersion,
        ScalingPolicy scaling,
        List<AppFunction> appFunctions) {

    /**
     * A function of the app with its URLs, which user code may ask for.
     *
     * @param tag {@code square}, or {@code Model.*} for a class
     * @param urls by web method, empty for the function itself; none for a function that is not on the web
     */
    public record AppFunction(String tag, String id, Map<String, String> urls) {}

    /**
     * Resource limits of a worker, where the machine can enforce them.
     *
     * @param memory bytes; 0 for no limit
     * @param milliCpu thousandths of a processor; 0 for no limit
     */
    public record Limits(long memory, int milliCpu) {

        public static final Limits NONE = new Limits(0, 0);

        /** Bytes of one MiB, the unit of memory in functions and messages. */
        public static final long MIB = 1 << 20;
    }

    /** Returns a copy without the variables from the function's secrets. */
    public FunctionVersion withoutSecrets() {
        return with(spec, Map.of());
    }

    public FunctionVersion withVolumes(List<VolumeMount> others) {
        return with(spec.withVolumes(others), environment);
    }

    private FunctionVersion with(FunctionSpec theSpec, Map<String, String> variables) {
        return new FunctionVersion(
                key,
                workspaceId,
                appId,
                appName,
                environmentName,
                theSpec,
                variables,
                clientVersion,
                pythonVersion,
                scaling,
                appFunctions);
    }

    /** Returns its name in the app: {@code square}, or {@code Model.*} for a class. */
    public String tag() {
        return spec.tag();
    }

    public Code code() {
        return spec.code();
    }

    /** Returns one for a function, one for each web method of a class. */
    public List<WebMethod> webMethods() {
        return spec.webMethods();
    }

    public String imageId() {
        return spec.imageId();
    }

    public List<String> mountIds() {
        return spec.mountIds();
    }

    public List<VolumeMount> volumes() {
        return spec.volumes();
    }

    /** Returns how many requests one worker serves at a time, at least 1. */
    public int maxConcurrentInputs() {
        return scaling.concurrency();
    }

    /** Returns the time limit of one request. */
    public Duration timeout() {
        return Duration.ofSeconds(spec.timeoutSecs());
    }

    /** Returns the time limit from the start of the worker's process until it reports ready. */
    public Duration startupTimeout() {
        return Duration.ofSeconds(spec.startupTimeoutSecs());
    }

    public Limits limits() {
        return new Limits(
                spec.memoryLimitMb() == null ? 0 : spec.memoryLimitMb() * Limits.MIB,
                spec.cpuLimitMilli() == null ? 0 : spec.cpuLimitMilli());
    }

    /** Returns whether its workers have no network access. */
    public boolean blocksNetwork() {
        return Boolean.TRUE.equals(spec.blocksNetwork());
    }

    public StartMode start() {
        return spec.startMode();
    }

    public boolean listensOnPort() {
        return spec.listensOnPort();
    }
}
