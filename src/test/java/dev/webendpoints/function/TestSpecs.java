package dev.webendpoints.function;

import java.time.Duration;
import java.util.List;

import dev.webendpoints.function.FunctionSpec.Code;
import dev.webendpoints.function.FunctionSpec.Scaling;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.FunctionSpec.WebMethod;

/** Specs of functions for tests. */
public final class TestSpecs {

    private static final int TIMEOUT_SECS = 100;
    private static final int STARTUP_TIMEOUT_SECS = 300;
    private static final int SCALEDOWN_SECS = 60;

    private TestSpecs() {}

    /** Returns a function that is an ASGI app. @param timeout of one request, in whole seconds */
    public static FunctionSpec asgiApp(Duration timeout) {
        return of(
                new Code("app", "square", false, new byte[0], new byte[0]),
                List.of(webMethod("", EndpointKind.ASGI_APP)),
                (int) timeout.toSeconds(),
                STARTUP_TIMEOUT_SECS,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    /** Returns a function without a URL. @param schedule null for none */
    public static FunctionSpec scheduled(String tag, String imageId, CallSchedule schedule) {
        return of(
                new Code("app", tag, false, new byte[0], new byte[0]),
                List.of(),
                imageId,
                TIMEOUT_SECS,
                STARTUP_TIMEOUT_SECS,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                schedule);
    }

    public static FunctionSpec of(String tag, List<WebMethod> methods) {
        return of(new Code("app", tag, tag.endsWith(".*"), new byte[0], new byte[0]), methods);
    }

    public static FunctionSpec of(Code code, List<WebMethod> methods) {
        return of(code, methods, TIMEOUT_SECS, STARTUP_TIMEOUT_SECS, List.of(), List.of(), null, null, null, null);
    }

    /** @param memoryLimitMb null for none */
    public static FunctionSpec of(
            Code code,
            List<WebMethod> methods,
            int timeoutSecs,
            int startupTimeoutSecs,
            List<String> mountIds,
            List<VolumeMount> volumes,
            Integer memoryLimitMb,
            Integer cpuLimitMilli,
            Boolean blocksNetwork,
            StartMode start) {
        return of(
                code,
                methods,
                "im-1",
                timeoutSecs,
                startupTimeoutSecs,
                mountIds,
                volumes,
                memoryLimitMb,
                cpuLimitMilli,
                blocksNetwork,
                start,
                null);
    }

    private static FunctionSpec of(
            Code code,
            List<WebMethod> methods,
            String imageId,
            int timeoutSecs,
            int startupTimeoutSecs,
            List<String> mountIds,
            List<VolumeMount> volumes,
            Integer memoryLimitMb,
            Integer cpuLimitMilli,
            Boolean blocksNetwork,
            StartMode start,
            CallSchedule schedule) {
        return new FunctionSpec(
                code.implementation(),
                code,
                methods,
                imageId,
                mountIds,
                List.of(),
                volumes,
                new Scaling(null, null, null, null, null, false),
                1,
                timeoutSecs,
                startupTimeoutSecs,
                SCALEDOWN_SECS,
                List.of(),
                memoryLimitMb,
                cpuLimitMilli,
                blocksNetwork,
                start,
                null,
                schedule,
                null);
    }

    /** Returns a function without a URL whose code takes lists of inputs. */
    public static FunctionSpec batched(FunctionSpec.Batching batching) {
        return of(new Scaling(null, null, null, null, null, false), batching);
    }

    /** Returns a function without a URL that keeps workers without requests. */
    public static FunctionSpec keepingWorkers(int minContainers) {
        return of(new Scaling(minContainers, null, null, null, null, false), null);
    }

    private static FunctionSpec of(Scaling scaling, FunctionSpec.Batching batching) {
        FunctionSpec spec = of("add", List.of());
        return new FunctionSpec(
                spec.tag(),
                spec.code(),
                spec.webMethods(),
                spec.imageId(),
                spec.mountIds(),
                spec.secretIds(),
                spec.volumes(),
                scaling,
                spec.maxConcurrentInputs(),
                spec.timeoutSecs(),
                spec.startupTimeoutSecs(),
                spec.scaledownSecs(),
                spec.parameters(),
                null,
                null,
                null,
                null,
                null,
                null,
                batching);
    }

    public static WebMethod webMethod(String name, EndpointKind kind) {
        return webMethod(name, kind, 0, Duration.ofSeconds(5));
    }

    public static WebMethod webMethod(String name, EndpointKind kind, int port, Duration portTimeout) {
        return new WebMethod(
                name, kind, "GET", false, port, portTimeout.toMillis() / 1000.0, null, false, "", List.of());
    }
}
