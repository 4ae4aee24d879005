package dev.webendpoints.function;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The part of a function's definition that the server uses. Stored as JSON; times are in whole seconds, as the client
 * sends them.
 *
 * @param tag {@code square}, or {@code Model.*} for a class
 * @param webMethods the web methods; empty for a function without a URL
 * @param mountIds unordered on the wire; sorted here, so that equal definitions are equal
 * @param maxConcurrentInputs concurrent requests per worker, at least 1
 * @param timeoutSecs time limit of one request
 * @param startupTimeoutSecs time limit from the start of a worker until it is ready
 * @param scaledownSecs how long a worker may be idle
 * @param parameters the parameters of a class, whose values come with each request
 * @param memoryLimitMb memory limit of a worker, in MiB; null for none
 * @param cpuLimitMilli CPU limit of a worker, in thousandths of a processor; null for none
 * @param blocksNetwork true if its workers have no access to the network outside; null otherwise
 * @param start null if the code does not specify it
 * @param retries null if a failed call is not repeated
 * @param schedule null if the function is not called by the clock
 * @param batching null if its code takes one input at a time
 */
public record FunctionSpec(
        String tag,
        Code code,
        List<WebMethod> webMethods,
        String imageId,
        List<String> mountIds,
        List<String> secretIds,
        List<VolumeMount> volumes,
        Scaling scaling,
        int maxConcurrentInputs,
        int timeoutSecs,
        int startupTimeoutSecs,
        int scaledownSecs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Parameter> parameters,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer memoryLimitMb,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer cpuLimitMilli,
        @JsonInclude(JsonInclude.Include.NON_NULL) Boolean blocksNetwork,
        @JsonInclude(JsonInclude.Include.NON_NULL) StartMode start,
        @JsonInclude(JsonInclude.Include.NON_NULL) CallRetries retries,
        @JsonInclude(JsonInclude.Include.NON_NULL) CallSchedule schedule,
        @JsonInclude(JsonInclude.Include.NON_NULL) Batching batching) {

    /** A {@code modal.parameter()} of a class. @param required whether the class has no default for it */
    public record Parameter(String name, ParameterType type, boolean required) {}

    /**
     * How inputs are collected for code that takes a list of them ({@code @modal.batched}).
     *
     * @param maxSize maximum number of inputs of a batch, at least 1
     * @param lingerMs how long the first input of a batch waits for others, in milliseconds
     */
    public record Batching(int maxSize, int lingerMs) {}

    private static final long MILLIS = 1000;

    public FunctionSpec {
        mountIds = mountIds.stream().sorted().toList();
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }

    /**
     * @param module the module to import; empty if the code is serialized
     * @param implementation attribute of the module: {@code square}, or {@code Model.*}
     * @param serializedFunction cloudpickle bytes; empty unless {@code serialized=True}
     * @param serializedClass cloudpickle bytes of a class; empty unless {@code serialized=True}
     */
    public record Code(
            String module, String implementation, boolean isClass, byte[] serializedFunction, byte[] serializedClass) {}

    /**
     * @param name the name of the class's method; empty for a function
     * @param httpMethod the HTTP method of a FastAPI endpoint, in upper case; empty for other kinds
     * @param port the port of a web server, otherwise 0
     * @param portTimeoutSecs time limit for a web server to open its port
     * @param requestedLabel {@code label=}, or null
     * @param devSuffix the user's own {@code MODAL_DEV_SUFFIX}; empty for the default {@code dev}
     * @param customDomains {@code custom_domains=}, as the client sent them; empty in definitions stored before they
     *     were supported
     */
    public record WebMethod(
            String name,
            EndpointKind kind,
            String httpMethod,
            boolean docs,
            int port,
            double portTimeoutSecs,
            String requestedLabel,
            boolean requiresProxyAuth,
            String devSuffix,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> customDomains) {

        public WebMethod {
            customDomains = customDomains == null ? List.of() : List.copyOf(customDomains);
        }

        /** Returns the time limit for a web server to open its port. */
        public Duration portTimeout() {
            return Duration.ofMillis((long) (portTimeoutSecs * MILLIS));
        }
    }

    public record VolumeMount(String volumeId, String path, boolean readOnly) {}

    /**
     * The autoscaler settings in the code; null where the code does not set one.
     *
     * @param targetInputs target number of concurrent requests per worker
     * @param scaleupSecs how long a shortage may last
     * @param singleUse whether a worker serves one request and exits
     */
    public record Scaling(
            Integer minContainers,
            Integer maxContainers,
            Integer bufferContainers,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer targetInputs,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer scaleupSecs,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean singleUse) {}

    /** Returns how its workers start; {@link StartMode#FORKED} if the code does not specify it. */
    public StartMode startMode() {
        return start == null ? StartMode.FORKED : start;
    }

    /** Returns whether the Modal client calls it: any function without a URL of its own, and the methods of a class. */
    public boolean takesCalls() {
        return webMethods.isEmpty() || code.isClass();
    }

    /** Returns whether its workers run a program that listens on a port. */
    public boolean listensOnPort() {
        return webMethods.stream().anyMatch(method -> method.kind() == EndpointKind.WEB_SERVER);
    }

    public FunctionSpec withVolumes(List<VolumeMount> others) {
        return new FunctionSpec(
                tag,
                code,
                webMethods,
                imageId,
                mountIds,
                secretIds,
                List.copyOf(others),
                scaling,
                maxConcurrentInputs,
                timeoutSecs,
                startupTimeoutSecs,
                scaledownSecs,
                parameters,
                memoryLimitMb,
                cpuLimitMilli,
                blocksNetwork,
                start,
                retries,
                schedule,
                batching);
    }
}
