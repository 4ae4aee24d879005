package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.WebKind;
import dev.webendpoints.scaling.ScalingPolicy;

/**
 * Everything that a {@link WorkerRuntime} needs to run one version of a function.
 *
 * @param tag its name in the app: {@code square}, or {@code Model.*} for a class
 * @param code the user's Python code
 * @param webMethods one for a function, one for each web method of a class
 * @param environment variables from the function's secrets; never logged
 * @param clientVersion of the {@code modal} package that deployed it, installed for the worker too
 * @param pythonVersion of the deploying client, for example {@code 3.11.7}
 * @param maxConcurrentInputs requests at a time for one worker, at least 1
 * @param timeout of one request
 * @param startupTimeout from the start of the worker's process until it reports ready
 * @param scaling the policy that its code declares
 * @param limits of one worker
 * @param blocksNetwork whether its workers have no network access
 * @param start how its workers start, where the machine supports it
 */
public record FunctionVersion(
        FunctionKey key,
        String workspaceId,
        String appId,
        String appName,
        String tag,
        Code code,
        List<WebMethod> webMethods,
        String imageId,
        List<String> mountIds,
        List<VolumeMount> volumes,
        Map<String, String> environment,
        String clientVersion,
        String pythonVersion,
        int maxConcurrentInputs,
        Duration timeout,
        Duration startupTimeout,
        ScalingPolicy scaling,
        Limits limits,
        boolean blocksNetwork,
        Start start) {

    public enum Start {
        /** As new processes. */
        FRESH,
        /** Forked from a process that has imported the modules that all functions of the image import. */
        FORKED,
        /** Forked from a process that has loaded the function's own code and run its snapshot hooks. */
        SNAPSHOT
    }

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
        return with(volumes, Map.of());
    }

    public FunctionVersion withVolumes(List<VolumeMount> others) {
        return with(List.copyOf(others), environment);
    }

    private FunctionVersion with(List<VolumeMount> theVolumes, Map<String, String> variables) {
        return new FunctionVersion(
                key,
                workspaceId,
                appId,
                appName,
                tag,
                code,
                webMethods,
                imageId,
                mountIds,
                theVolumes,
                variables,
                clientVersion,
                pythonVersion,
                maxConcurrentInputs,
                timeout,
                startupTimeout,
                scaling,
                limits,
                blocksNetwork,
                start);
    }

    /** Returns whether its workers run a program that listens on a port. */
    public boolean listensOnPort() {
        return webMethods.stream().anyMatch(method -> method.kind() == WebKind.WEB_SERVER);
    }

    /**
     * @param module to import; empty if the code is serialized
     * @param implementation attribute of the module: {@code square}, or {@code Model.*} for a class
     * @param serializedFunction cloudpickle bytes; empty unless {@code serialized=True}
     * @param serializedClass cloudpickle bytes of the class; empty unless {@code serialized=True}
     */
    public record Code(
            String module, String implementation, boolean isClass, byte[] serializedFunction, byte[] serializedClass) {}

    /**
     * @param name of the class's method; empty for a function
     * @param httpMethod of a FastAPI endpoint, upper case
     * @param docs whether a FastAPI endpoint serves {@code /docs}
     * @param port of a web server, 0 otherwise
     * @param portTimeout maximum time until a web server opens its port
     */
    public record WebMethod(
            String name, WebKind kind, String httpMethod, boolean docs, int port, Duration portTimeout) {}

    public record VolumeMount(String volumeId, String path, boolean readOnly) {}
}
