package dev.webendpoints.modal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.FunctionDefinition;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.autoscaler.AutoscalerRules;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The calls that prepare functions and classes for a deployment: first created by name, then defined. */
@ApplicationScoped
class FunctionCalls {

    private static final Pattern TAG_START = Pattern.compile("\\[(?=[a-z#/@])");

    private final Functions functions;
    private final ReferenceValidator references;
    private final AutoscalerRules rules;
    private final WorkerNetworks networks;
    private final FastApiRequirement fastApi;

    FunctionCalls(
            Functions functions,
            ReferenceValidator references,
            AutoscalerRules rules,
            WorkerNetworks networks,
            FastApiRequirement fastApi) {
        this.functions = functions;
        this.fastApi = fastApi;
        this.rules = rules;
        this.networks = networks;
        this.references = references;
    }

    /** Returns the URLs already, so that code that captures the function has them. */
    Uni<FunctionPrecreateResponse> precreate(Call call, FunctionPrecreateRequest request) {
        return Uni.createFrom()
                .item(() -> WebMethodReader.read(request.getWebhookConfig(), request.getMethodDefinitionsMap()))
                .chain(methods -> functions
                        .precreate(call.caller(), request.getAppId(), request.getFunctionName())
                        .chain(function -> functions
                                .propose(call.caller(), request.getAppId(), function.id, function.tag, methods)
                                .map(urls -> new FunctionAnswers(request.getAppId(), "", outline(request), urls))
                                .map(answers -> FunctionPrecreateResponse.newBuilder()
                                        .setFunctionId(function.id)
                                        .setHandleMetadata(answers.handle())
                                        .build())));
    }

    Uni<FunctionCreateResponse> create(Call call, FunctionCreateRequest request) {
        return Uni.createFrom()
                .item(() -> read(request))
                .chain(spec -> references.check(call, spec))
                .chain(spec -> functionId(call, request)
                        .chain(functionId -> functions
                                .define(call.caller(), request.getAppId(), functionId, spec, message(request))
                                .chain(definition -> answer(call, request, definition))));
    }

    private static FunctionSpec read(FunctionCreateRequest request) {
        UnsupportedOptions.refuse(request);
        return FunctionReader.read(request.getFunction());
    }

    private Uni<String> functionId(Call call, FunctionCreateRequest request) {
        return request.getExistingFunctionId().isEmpty()
                ? functions
                        .precreate(
                                call.caller(),
                                request.getAppId(),
                                request.getFunction().getFunctionName())
                        .map(function -> function.id)
                : Uni.createFrom().item(request.getExistingFunctionId());
    }

    private static byte[] message(FunctionCreateRequest request) {
        return FunctionAnswers.kept(request.getFunction()).toByteArray();
    }

    private Uni<FunctionCreateResponse> answer(
            Call call, FunctionCreateRequest request, FunctionDefinition definition) {
        return functions
                .propose(
                        call.caller(),
                        request.getAppId(),
                        definition.functionId,
                        definition.spec.tag(),
                        definition.spec.webMethods())
                .map(urls -> new FunctionAnswers(request.getAppId(), definition.id, request.getFunction(), urls))
                .chain(answers -> fastApi.warnings(call, definition.spec)
                        .map(missing -> FunctionCreateResponse.newBuilder()
                                .setFunctionId(definition.functionId)
                                .setFunction(answers.function())
                                .setHandleMetadata(answers.handle())
                                .setFunctionData(answers.data())
                                .addAllServerWarnings(warnings(request, definition, missing))
                                .build()));
    }

    private List<Warning> warnings(FunctionCreateRequest request, FunctionDefinition definition, List<String> others) {
        return Stream.of(
                        UnsupportedOptions.warnings(request.getFunction(), networks),
                        rules.clamped(definition.spec),
                        others)
                .flatMap(List::stream)
                .map(sentence -> Warning.newBuilder()
                        .setType(Warning.Kind.FUNCTION_CONFIGURATION)
                        .setMessage(asMarkup(sentence))
                        .build())
                .toList();
    }

    /** Escapes what the client, which prints warnings as markup of rich, would take for a tag. */
    private static String asMarkup(String sentence) {
        return TAG_START.matcher(sentence).replaceAll("\\\\[");
    }

    private static Function outline(FunctionPrecreateRequest request) {
        Function.Builder function = Function.newBuilder()
                .setFunctionName(request.getFunctionName())
                .setFunctionType(request.getFunctionType())
                .setWebhookConfig(request.getWebhookConfig())
                .putAllMethodDefinitions(request.getMethodDefinitionsMap());
        if (request.hasFunctionSchema()) {
            function.setFunctionSchema(request.getFunctionSchema());
        }
        return function.build();
    }
}
