package dev.webendpoints.modal;

import java.util.List;
import java.util.function.Predicate;

import dev.webendpoints.function.CallRetries;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.modal.generated.FunctionOptions;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.grpc.CallRejected;

/** Reads the options that a client binds to a function. */
final class FunctionOptionsReader {

    private record Rule(Predicate<FunctionOptions> applies, String option) {}

    private static final List<Rule> REFUSED = List.of(
            new Rule(options -> options.getCloudBucketMountsCount() > 0, "volumes= with a cloud bucket"),
            new Rule(
                    options -> options.getVolumeMountsList().stream()
                            .anyMatch(mount -> !mount.getSubPath().isEmpty()),
                    "volumes= with a part of a volume (sub_path=)"),
            new Rule(options -> options.getSchedulerPlacement().getRegionsCount() > 0, "region="),
            new Rule(options -> !options.getCloudProviderStr().isEmpty(), "cloud="),
            new Rule(options -> !options.getRoutingRegion().isEmpty(), "routing_region="),
            new Rule(options -> options.getWarmPoolSize() > 0, "min_containers="),
            new Rule(FunctionOptions::hasPinnedAppVersion, "a fixed version of the app"),
            new Rule(
                    options -> !options.getUnknownFields().asMap().isEmpty(),
                    "an option that this server does not know"));

    private FunctionOptionsReader() {}

    /** @throws CallRejected naming each option that is not supported */
    static dev.webendpoints.function.FunctionOptions read(FunctionOptions options, GpuPolicy gpus) {
        refuse(options, gpus);
        Resources resources = options.getResources();
        return new dev.webendpoints.function.FunctionOptions(
                secrets(options),
                volumes(options),
                zeroToNull(resources.getMemoryMbMax()),
                zeroToNull(resources.getMilliCpuMax()),
                options.hasRetryPolicy() ? retries(options) : null,
                zeroToNull(options.getConcurrencyLimit()),
                options.hasBufferContainers() ? (Integer) Math.max(0, options.getBufferContainers()) : null,
                zeroToNull(options.getTaskIdleTimeoutSecs()),
                zeroToNull(options.getTimeoutSecs()),
                zeroToNull(options.getMaxConcurrentInputs()),
                zeroToNull(options.getTargetConcurrentInputs()),
                FunctionReader.batching(options.getBatchMaxSize(), options.getBatchLingerMs()));
    }

    private static void refuse(FunctionOptions options, GpuPolicy gpus) {
        if (gpus == GpuPolicy.REFUSE && options.getResources().getGpuConfig().getCount() > 0) {
            throw CallRejected.unsupported(UnsupportedOptions.GPU);
        }
        List<String> refused = REFUSED.stream()
                .filter(rule -> rule.applies().test(options))
                .map(Rule::option)
                .toList();
        if (!refused.isEmpty()) {
            throw CallRejected.unsupported("A variant of a function (with_options) cannot have these options on Web"
                    + " Endpoints: " + String.join(", ", refused) + ".");
        }
    }

    /** Given ones take the place of all declared ones, as clients ask for. */
    private static List<String> secrets(FunctionOptions options) {
        boolean given = options.getReplaceSecretIds() || options.getSecretIdsCount() > 0;
        return given ? List.copyOf(options.getSecretIdsList()) : null;
    }

    private static List<VolumeMount> volumes(FunctionOptions options) {
        boolean given = options.getReplaceVolumeMounts() || options.getVolumeMountsCount() > 0;
        return given ? FunctionReader.volumes(options.getVolumeMountsList()) : null;
    }

    /** A policy without repetitions is one too: it takes the place of the declared one. */
    private static CallRetries retries(FunctionOptions options) {
        CallRetries read = FunctionReader.retries(options.getRetryPolicy());
        return read == null ? CallRetries.NONE : read;
    }

    /** @throws CallRejected for an unsigned value beyond those of Java */
    private static Integer zeroToNull(int value) {
        if (value < 0) {
            throw CallRejected.invalid("An option of a function is too large: " + Integer.toUnsignedString(value));
        }
        return value == 0 ? null : (Integer) value;
    }
}
