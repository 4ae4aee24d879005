package dev.webendpoints.worker.process.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.AppFunction;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * The specification that the Python side reads first. Paths are as the worker sees them; times are in seconds.
 *
 * @param callSocket where the worker takes calls of the Modal client; null if it takes none
 * @param arguments values of a class's parameters, as JSON
 * @param appFunctions all functions of the app, with their URLs
 * @param apiSocket where the server answers the Modal client; null where it does not: in a zygote
 * @param memoryLimit bytes; 0 for no limit
 * @param processors number of processors that the worker may run on; 0 for no limit
 * @param openFiles maximum number of open files of one process
 * @param processes maximum number of processes and threads of the whole worker; 0 for no limit
 * @param adoptsOrphans whether orphaned processes become children of the worker, which must reap them. Needed to find
 *     the program of a web server, and to end a worker that is not in a PID namespace
 * @param awaitsNetwork whether the worker's default route is created while the worker starts
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record WorkerSpec(
        String workerId,
        String app,
        String appId,
        String function,
        String module,
        String implementation,
        @JsonProperty("is_class") boolean classBased,
        String serializedFunction,
        String serializedClass,
        String clientVersion,
        List<Method> methods,
        String callSocket,
        @JsonRawValue String arguments,
        List<AppFunction> appFunctions,
        String controlSocket,
        String apiSocket,
        String root,
        String workdir,
        List<String> sysPathTail,
        String scratch,
        double startupTimeout,
        double exitTimeout,
        long memoryLimit,
        int processors,
        int openFiles,
        int processes,
        boolean adoptsOrphans,
        boolean awaitsNetwork) {

    /** Enough for every connection that a worker may have; bounds a leak. */
    private static final int OPEN_FILES = 65_536;

    private static final int MILLIS_OF_A_PROCESSOR = 1000;

    static final String FILE = "spec.json";
    static final String FUNCTION_FILE = "function.pickle";
    static final String CLASS_FILE = "class.pickle";

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Method(
            String name, String kind, String httpMethod, boolean docs, int port, double portTimeout, String socket) {

        private static Method of(WebMethod method, Path socket) {
            return new Method(
                    method.name(),
                    method.kind().spelling(),
                    method.httpMethod(),
                    method.docs(),
                    method.port(),
                    seconds(method.portTimeout()),
                    socket.toString());
        }
    }

    /**
     * @param limits limits that each of the worker's processes enforces for itself
     * @param hasApi whether the server answers the Modal client there
     */
    static WorkerSpec of(WorkerPlan plan, Sandbox sandbox, Duration exitTimeout, Limits limits, boolean hasApi) {
        FunctionVersion version = plan.version();
        Path io = sandbox.io(plan.run());
        String workdir = plan.environment().workdir();
        return new WorkerSpec(
                plan.run().workerId(),
                version.appName(),
                version.appId(),
                version.tag(),
                version.code().module(),
                version.code().implementation(),
                version.code().isClass(),
                pickled(version.code().serializedFunction(), io.resolve(FUNCTION_FILE)),
                pickled(version.code().serializedClass(), io.resolve(CLASS_FILE)),
                version.clientVersion(),
                methods(version.webMethods(), io),
                version.spec().takesCalls() ? io.resolve("calls.sock").toString() : null,
                version.key().arguments().isEmpty() ? "{}" : version.key().arguments(),
                version.appFunctions(),
                io.resolve(plan.run().controlSocket().getFileName()).toString(),
                hasApi ? io.resolve(plan.run().apiSocket().getFileName()).toString() : null,
                sandbox.remote(plan.run(), "/root").toString(),
                workdir == null ? null : sandbox.remote(plan.run(), workdir).toString(),
                plan.environment().sysPathTail().stream().map(Path::toString).toList(),
                sandbox.scratch(plan.run()).toString(),
                seconds(version.startupTimeout()),
                seconds(exitTimeout),
                limits.memory(),
                wholeProcessors(limits),
                OPEN_FILES,
                sandbox.maxProcesses(),
                !sandbox.endsOrphans() || version.listensOnPort(),
                plan.network() == WorkerNetwork.OUTGOING);
    }

    /** Rounds up, since CPU affinity cannot express a part of a processor. */
    private static int wholeProcessors(Limits limits) {
        return (limits.milliCpu() + MILLIS_OF_A_PROCESSOR - 1) / MILLIS_OF_A_PROCESSOR;
    }

    private static List<Method> methods(List<WebMethod> methods, Path io) {
        List<Method> described = new ArrayList<>();
        for (WebMethod method : methods) {
            described.add(Method.of(method, io.resolve(described.size() + ".sock")));
        }
        return described;
    }

    private static String pickled(byte[] code, Path file) {
        return code == null || code.length == 0 ? null : file.toString();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
