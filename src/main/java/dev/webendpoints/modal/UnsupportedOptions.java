package dev.webendpoints.modal;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.RankedFunction;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.modal.grpc.CallRejected;

/**
 * Features of Modal's functions that this server does not support. A feature that a function cannot work without is
 * rejected; for one that only changes how it runs, the deploy prints a warning.
 */
final class UnsupportedOptions {

    static final String GPU = "GPUs (gpu=) are not supported by Web Endpoints; with webendpoints.gpu=ignore the"
            + " server runs such functions on the CPU.";

    /** Values of cloud= that ask for no provider in particular. */
    private static final Set<String> ANY_CLOUD = Set.of("", "auto");

    private static final List<Rule> REFUSED = List.of(
            new Rule(
                    function -> function.getSharedVolumeMountsCount() > 0,
                    "Network file systems (network_file_systems=) are not supported by Web Endpoints; use volumes=."),
            new Rule(
                    function -> function.getCloudBucketMountsCount() > 0,
                    "Cloud bucket mounts are not supported by Web Endpoints."),
            new Rule(
                    function -> !function.getProxyId().isEmpty(),
                    "Proxies with a fixed address (proxy=) are not supported by Web Endpoints."),
            new Rule(
                    function -> function.getIsServer() || function.hasHttpConfig(),
                    "Servers (@app.server, modal.experimental.http_server) are not supported by Web Endpoints; use"
                            + " @modal.web_server."),
            new Rule(
                    function -> function.getGroupSize() > 1,
                    "Clusters (modal.experimental.clustered) are not supported by Web Endpoints."),
            new Rule(
                    UnsupportedOptions::hasParameterOfAnotherType,
                    "A modal.parameter() of a class with web endpoints is a str, an int or bytes: its value comes from"
                            + " the URL's query."),
            new Rule(
                    Function::getIsBuilderFunction,
                    "Image.run_function is not supported by Web Endpoints; do the work when the worker starts, in"
                            + " @modal.enter."),
            new Rule(
                    function -> function.getVolumeMountsList().stream()
                            .anyMatch(mount -> !mount.getSubPath().isEmpty()),
                    "Mounting a part of a volume (sub_path=) is not supported by Web Endpoints."),
            new Rule(
                    function -> function.hasSchedule() && !isPlain(function),
                    "A schedule= of a web function or a class is not supported by Web Endpoints; put it on a function"
                            + " without a URL."));

    /** A GPU that was not refused is ignored. */
    private static final List<Rule> WARNED = List.of(
            new Rule(
                    UnsupportedOptions::needsGpu,
                    "gpu= is ignored: the function runs on the CPU, as webendpoints.gpu=ignore says."),
            new Rule(
                    function -> function.getSchedulerPlacement().getRegionsCount() > 0,
                    "region= is ignored: the function runs on this server's machine."),
            new Rule(
                    function -> !ANY_CLOUD.contains(function.getCloudProviderStr()),
                    "cloud= is ignored: the function runs on this server's machine."),
            new Rule(
                    function -> function.getResources().getEphemeralDiskMb() > 0,
                    "ephemeral_disk= is ignored: the operator limits a worker's files"
                            + " (webendpoints.workers.max-files-size)."));

    /** For functions whose workers share the machine's network. */
    private static final List<Rule> WARNED_WITHOUT_NETWORK = List.of(
            new Rule(
                    Function::getBlockNetwork,
                    "block_network= is ignored: this server's machine cannot separate the function's workers from the"
                            + " network."),
            new Rule(
                    UnsupportedOptions::protectsAPort,
                    "requires_proxy_auth= of a @modal.web_server holds at its URL only: other code on the server's machine"
                            + " reaches the program's port without a token. The server needs pasta (of passt) or"
                            + " slirp4netns to prevent it."));

    private UnsupportedOptions() {}

    /** @throws CallRejected with all reasons */
    static void refuse(FunctionCreateRequest request, GpuPolicy gpus) {
        Function function = definition(request);
        Stream<String> gpu = gpus == GpuPolicy.REFUSE && needsGpu(function) ? Stream.of(GPU) : Stream.of();
        List<String> reasons = Stream.concat(
                        gpu,
                        REFUSED.stream()
                                .filter(rule -> rule.applies().test(function))
                                .map(Rule::sentence))
                .toList();
        if (!reasons.isEmpty()) {
            throw CallRejected.unsupported("The function '" + function.getFunctionName() + "' cannot be deployed: "
                    + String.join(" ", reasons));
        }
    }

    /** Returns what is to be deployed. For a list of GPUs the client sends one definition for each, the best first. */
    static Function definition(FunctionCreateRequest request) {
        return request.hasFunctionData()
                ? request.getFunctionData().getRankedFunctionsList().stream()
                        .min(Comparator.comparingInt(RankedFunction::getRank))
                        .map(RankedFunction::getFunction)
                        .orElseThrow(() -> CallRejected.invalid("function_data has no function."))
                : request.getFunction();
    }

    static List<String> warnings(Function function, WorkerNetworks networks) {
        boolean areOwn =
                networks.areOwn(webhooks(function).anyMatch(UnsupportedOptions::isServer), function.getBlockNetwork());
        return Stream.concat(WARNED.stream(), areOwn ? Stream.of() : WARNED_WITHOUT_NETWORK.stream())
                .filter(rule -> rule.applies().test(function))
                .map(Rule::sentence)
                .toList();
    }

    private static boolean isPlain(Function function) {
        return !function.getIsClass() && function.getWebhookConfig().getTypeValue() == 0;
    }

    private static boolean needsGpu(Function function) {
        return function.getResources().getGpuConfig().getCount() > 0;
    }

    private static boolean protectsAPort(Function function) {
        return webhooks(function).anyMatch(webhook -> webhook.getRequiresProxyAuth() && isServer(webhook));
    }

    private static boolean isServer(WebhookConfig webhook) {
        return webhook.getType() == WebhookConfig.Kind.WEB_SERVER;
    }

    private static Stream<WebhookConfig> webhooks(Function function) {
        return Stream.concat(
                Stream.of(function.getWebhookConfig()),
                function.getMethodDefinitionsMap().values().stream().map(MethodDefinition::getWebhookConfig));
    }

    /** A class without web endpoints may have parameters of any type. */
    private static boolean hasParameterOfAnotherType(Function function) {
        boolean onTheWeb = function.getMethodDefinitionsMap().values().stream()
                .anyMatch(method -> method.getWebhookConfig().getTypeValue() != 0);
        return onTheWeb
                && function.getClassParameterInfo().getSchemaList().stream()
                        .anyMatch(parameter -> !FunctionReader.PARAMETER_TYPES.containsKey(parameter.getType()));
    }

    private record Rule(Predicate<Function> applies, String sentence) {}
}
