package dev.webendpoints.modal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.webendpoints.function.CallRetries;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.Batching;
import dev.webendpoints.function.FunctionSpec.Code;
import dev.webendpoints.function.FunctionSpec.Parameter;
import dev.webendpoints.function.FunctionSpec.Scaling;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.ParameterType;
import dev.webendpoints.function.StartMode;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionRetryPolicy;

/** Reads the part of a client's function definition that the server uses. */
final class FunctionReader {

    /** Modal's defaults, for clients that leave these values to the server. */
    private static final int DEFAULT_TIMEOUT_SECS = 300;

    private static final int DEFAULT_SCALEDOWN_SECS = 60;

    /** The client's own limits. */
    private static final int MAX_BATCH_SIZE = 1_000;

    private static final int MAX_BATCH_LINGER_MS = 600_000;

    /** {@code experimental_options={"zygote": False}}: the modules that the function imports do not survive a fork. */
    private static final String FORK_OPTION = "zygote";

    /** Types whose values can be written in a query, by their number in the client's protocol. */
    static final Map<Integer, ParameterType> PARAMETER_TYPES =
            Map.of(1, ParameterType.STR, 2, ParameterType.INT, 4, ParameterType.BYTES);

    private static final Set<String> NO = Set.of("false", "0", "no", "off");

    private FunctionReader() {}

    static FunctionSpec read(Function function) {
        int timeout = orElse(function.getTimeoutSecs(), DEFAULT_TIMEOUT_SECS);
        return new FunctionSpec(
                function.getFunctionName(),
                code(function),
                WebMethodReader.read(function.getWebhookConfig(), function.getMethodDefinitionsMap()),
                function.getImageId(),
                mounts(function),
                List.copyOf(function.getSecretIdsList()),
                volumes(function.getVolumeMountsList()),
                scaling(function),
                Math.max(1, function.getMaxConcurrentInputs()),
                timeout,
                orElse(function.getStartupTimeoutSecs(), timeout),
                scaledown(function),
                parameters(function),
                zeroToNull(function.getResources().getMemoryMbMax()),
                zeroToNull(function.getResources().getMilliCpuMax()),
                function.getBlockNetwork() ? true : null,
                start(function),
                retries(function.getRetryPolicy()),
                ScheduleMessages.read(function),
                batching(function.getBatchMaxSize(), function.getBatchLingerMs()));
    }

    private static Code code(Function function) {
        return new Code(
                function.getModuleName(),
                function.getImplementationName().isEmpty()
                        ? function.getFunctionName()
                        : function.getImplementationName(),
                function.getIsClass(),
                function.getFunctionSerialized().toByteArray(),
                function.getClassSerialized().toByteArray());
    }

    private static List<String> mounts(Function function) {
        return function.getMountIdsList().stream()
                .filter(id -> !id.equals(ClientMount.ID))
                .toList();
    }

    static List<VolumeMount> volumes(List<dev.webendpoints.modal.generated.VolumeMount> mounts) {
        return mounts.stream()
                .map(mount -> new VolumeMount(mount.getVolumeId(), mount.getMountPath(), mount.getReadOnly()))
                .toList();
    }

    /** Clients send values twice, in the settings and in older fields where 0 means unset; the settings win. */
    private static Scaling scaling(Function function) {
        AutoscalerSettings settings = function.getAutoscalerSettings();
        return new Scaling(
                settings.hasMinContainers()
                        ? (Integer) settings.getMinContainers()
                        : zeroToNull(function.getWarmPoolSize()),
                settings.hasMaxContainers()
                        ? (Integer) settings.getMaxContainers()
                        : zeroToNull(function.getConcurrencyLimit()),
                settings.hasBufferContainers()
                        ? (Integer) settings.getBufferContainers()
                        : zeroToNull(function.getBufferContainers()),
                zeroToNull(function.getTargetConcurrentInputs()),
                settings.hasScaleupWindow() ? (Integer) settings.getScaleupWindow() : null,
                isSingleUse(function));
    }

    /** Older clients send it as the number of inputs. */
    private static boolean isSingleUse(Function function) {
        return function.getSingleUseContainers() || function.getMaxInputs() == 1;
    }

    private static int scaledown(Function function) {
        AutoscalerSettings settings = function.getAutoscalerSettings();
        return settings.hasScaledownWindow()
                ? settings.getScaledownWindow()
                : orElse(function.getTaskIdleTimeoutSecs(), DEFAULT_SCALEDOWN_SECS);
    }

    /** Parameters of other types were rejected earlier. */
    private static List<Parameter> parameters(Function function) {
        return function.getClassParameterInfo().getSchemaList().stream()
                .filter(parameter -> PARAMETER_TYPES.containsKey(parameter.getType()))
                .map(parameter -> new Parameter(
                        parameter.getName(), PARAMETER_TYPES.get(parameter.getType()), !parameter.getHasDefault()))
                .toList();
    }

    /** Clients send option values in Python's string form. */
    private static StartMode start(Function function) {
        String fork = function.getExperimentalOptionsOrDefault(FORK_OPTION, "true");
        if (NO.contains(fork.toLowerCase(Locale.ROOT))) {
            return StartMode.FRESH;
        }
        return function.getCheckpointingEnabled() ? StartMode.SNAPSHOT : null;
    }

    /** Null for functions that take one input at a time. Unsigned values past the limits are the limits. */
    static Batching batching(int maxSize, long lingerMs) {
        return maxSize == 0
                ? null
                : new Batching(maxSize < 0 ? MAX_BATCH_SIZE : Math.min(maxSize, MAX_BATCH_SIZE), (int)
                        (lingerMs < 0 ? MAX_BATCH_LINGER_MS : Math.min(lingerMs, MAX_BATCH_LINGER_MS)));
    }

    static CallRetries retries(FunctionRetryPolicy policy) {
        return policy.getRetries() == 0
                ? null
                : new CallRetries(
                        policy.getRetries(),
                        policy.getBackoffCoefficient(),
                        policy.getInitialDelayMs(),
                        policy.getMaxDelayMs());
    }

    private static Integer zeroToNull(int value) {
        return value == 0 ? null : (Integer) value;
    }

    private static int orElse(int value, int fallback) {
        return value == 0 ? fallback : value;
    }
}
