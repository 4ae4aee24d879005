package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.webendpoints.scaling.Policy;

/**
 * All that a {@link WorkerRuntime} needs to run one version of a function.
 *
 * @param tag how the app names it: {@code square}, or {@code Model.*} for a class
 * @param code where the user's Python is
 * @param webMethods what it serves: one for a function, one for each web method of a class
 * @param environment variables from the function's secrets; never logged
 * @param clientVersion of the {@code modal} package that deployed it, installed for the worker too
 * @param pythonVersion of the deploying client, as {@code 3.11.7}
 * @param maxConcurrentInputs requests at a time for one worker, at least 1
 * @param timeout of one request
 * @param startupTimeout from the worker's start until it says ready
 * @param scaling how many workers, as its code asks for
 * @param limits of one worker
 * @param blocksNetwork whether nothing may lead out of its workers' network
 * @param start how its workers come to be, where the machine can do it
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
        Policy scaling,
        Limits limits,
        boolean blocksNetwork,
        Start start) {

    public enum Start {
        /** As processes of their own. */
        FRESH,
        /** Forked from a process that has imported what all functions of the image import. */
        FORKED,
        /** Forked from one that has loaded the function's own code, and run its snapshot hooks. */
        SNAPSHOT
    }

    /**
     * What a worker may have, where the machine can keep it to that.
     *
     * @param memory bytes; 0 for no limit
     * @param milliCpu thousandths of a processor; 0 for no limit
     */
    public record Limits(long memory, int milliCpu) {

        public static final Limits NONE = new Limits(0, 0);

        /** Bytes of the unit in which functions and messages name memory. */
        public static final long MIB = 1 << 20;
    }

    /** The same without what only the function may know. */
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

    /** Whether a program of its workers listens on a port. */
    public boolean listensOnPort() {
        return webMethods.stream().anyMatch(method -> method.kind() == WebKind.WEB_SERVER);
    }

    /**
     * @param module to import, or empty when the code came serialized
     * @param implementation attribute of the module: {@code square}, or {@code Model.*} for a class
     * @param serializedFunction cloudpickle bytes, empty unless {@code serialized=True}
     * @param serializedClass cloudpickle bytes of the class, empty likewise
     */
    public record Code(
            String module, String implementation, boolean isClass, byte[] serializedFunction, byte[] serializedClass) {}

    /**
     * @param name of the class's method; empty for a function
     * @param httpMethod of a FastAPI endpoint, upper case
     * @param docs whether a FastAPI endpoint shows {@code /docs}
     * @param port of a web server, 0 otherwise
     * @param portTimeout how long a web server may take to open its port
     */
    public record WebMethod(
            String name, WebKind kind, String httpMethod, boolean docs, int port, Duration portTimeout) {}

    public record VolumeMount(String volumeId, String path, boolean readOnly) {}
}
