package dev.webendpoints.app;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the server understands of a function's definition. Kept as JSON; times are whole seconds, as the client sends them.
 *
 * @param tag {@code square}, or {@code Model.*} for a class
 * @param webMethods what it serves; empty for a function without a URL
 * @param mountIds in no particular order on the wire; sorted here, so that equal definitions are equal
 * @param maxConcurrentInputs requests at a time for one worker, at least 1
 * @param timeoutSecs of one request
 * @param startupTimeoutSecs from a worker's start until it is ready
 * @param scaledownSecs how long a worker may be idle
 * @param parameters of a class, whose values come with each request
 * @param memoryLimitMb past which a worker may not go, in MiB; null for none
 * @param cpuLimitMilli thousandths of a processor, likewise
 * @param blocksNetwork true where nothing may lead out of its workers' network; null likewise
 * @param start null where the code says nothing
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
        @JsonInclude(JsonInclude.Include.NON_NULL) Start start) {

    /** A {@code modal.parameter()} of a class. @param required whether the class has no default for it */
    public record Parameter(String name, ParameterType type, boolean required) {}

    public enum ParameterType {
        STR,
        INT,
        BYTES
    }

    /** How the code wants its workers started. */
    public enum Start {
        /** As processes of their own, since what they import does not survive a fork. */
        FRESH,
        /** From a snapshot of their memory. */
        SNAPSHOT
    }

    public FunctionSpec {
        mountIds = mountIds.stream().sorted().toList();
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }

    /**
     * @param module to import; empty when the code came serialized
     * @param implementation attribute of the module: {@code square}, or {@code Model.*}
     * @param serializedFunction cloudpickle bytes; empty unless {@code serialized=True}
     * @param serializedClass cloudpickle bytes of a class, likewise
     */
    public record Code(
            String module, String implementation, boolean isClass, byte[] serializedFunction, byte[] serializedClass) {}

    /**
     * @param name of the class's method; empty for a function
     * @param kind as the API spells it
     * @param httpMethod of a FastAPI endpoint, upper case; empty for the other kinds
     * @param port of a web server, else 0
     * @param portTimeoutSecs how long a web server may take to open its port
     * @param requestedLabel {@code label=}, or null
     * @param devSuffix the user's own {@code MODAL_DEV_SUFFIX}; empty for the usual {@code dev}
     * @param customDomains {@code custom_domains=}, as the client sent them; none in definitions of before there were any
     */
    public record WebMethod(
            String name,
            String kind,
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
    }

    public record VolumeMount(String volumeId, String path, boolean readOnly) {}

    /**
     * What the code asks of the autoscaler; null where it says nothing.
     *
     * @param targetInputs requests at a time that a worker should have
     * @param scaleupSecs how long a shortage may last
     * @param singleUse whether a worker takes one request and ends
     */
    public record Scaling(
            Integer minContainers,
            Integer maxContainers,
            Integer bufferContainers,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer targetInputs,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer scaleupSecs,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean singleUse) {}
}
