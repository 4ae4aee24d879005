package dev.webendpoints.modal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.autoscaler.AutoscalerRules;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Uni;

/**
 * Tells a deploy what its functions will not have. A function's warnings are printed twice: where the client creates the
 * function, and in the last lines of the deploy, since the output of image builds may come in between.
 */
@ApplicationScoped
class DeployWarnings {

    private static final Pattern TAG_START = Pattern.compile("\\[(?=[a-z#/@])");

    private final Functions functions;
    private final FastApiRequirement fastApi;
    private final AutoscalerRules rules;
    private final WorkerNetworks networks;
    private final GpuPolicy gpus;

    DeployWarnings(
            Functions functions,
            FastApiRequirement fastApi,
            AutoscalerRules rules,
            WorkerNetworks networks,
            GpuSettings gpus) {
        this.functions = functions;
        this.fastApi = fastApi;
        this.rules = rules;
        this.networks = networks;
        this.gpus = gpus.policy();
    }

    /** @throws CallRejected with all reasons for which the function cannot be deployed */
    void refuseUnsupported(FunctionCreateRequest request) {
        UnsupportedOptions.refuse(request, gpus);
    }

    Uni<List<Warning>> ofFunction(Call call, Function function, FunctionSpec spec) {
        return fastApi.warnings(call, spec)
                .map(missing -> Stream.concat(sentences(function, spec), missing.stream())
                        .map(DeployWarnings::asMarkup)
                        .map(DeployWarnings::warning)
                        .toList());
    }

    /** Returns the warnings of all functions that the app serves, each with the name of its function. */
    Uni<List<Warning>> ofApp(Call call, String appId) {
        return functions
                .ofApp(call.caller(), appId)
                .map(found -> found.stream()
                        .flatMap(each -> sentences(definitionOf(each), each.definition().spec)
                                .map(sentence -> each.function().tag + ": " + sentence))
                        .map(DeployWarnings::warning)
                        .toList());
    }

    private Stream<String> sentences(Function function, FunctionSpec spec) {
        return Stream.concat(UnsupportedOptions.warnings(function, networks).stream(), rules.clamped(spec).stream());
    }

    private static Function definitionOf(PublishedFunction found) {
        try {
            return Function.parseFrom(found.definition().clientMessage);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the message kept for " + found.definition().id + " is damaged", e);
        }
    }

    /** Escapes what the client, which prints warnings of functions as markup of rich, would take for a tag. */
    private static String asMarkup(String sentence) {
        return TAG_START.matcher(sentence).replaceAll("\\\\[");
    }

    static Warning warning(String sentence) {
        return Warning.newBuilder()
                .setType(Warning.Kind.FUNCTION_CONFIGURATION)
                .setMessage(sentence)
                .build();
    }
}
