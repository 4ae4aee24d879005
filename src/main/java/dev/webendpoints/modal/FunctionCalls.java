package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.FunctionDefinition;
import dev.webendpoints.app.Functions;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The calls that prepare functions and classes for a deployment: first created by name, then defined. */
@ApplicationScoped
class FunctionCalls {

    private final Functions functions;
    private final ReferenceValidator references;
    private final DeployWarnings warnings;

    FunctionCalls(Functions functions, ReferenceValidator references, DeployWarnings warnings) {
        this.functions = functions;
        this.references = references;
        this.warnings = warnings;
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

    private FunctionSpec read(FunctionCreateRequest request) {
        warnings.refuseUnsupported(request);
        return FunctionReader.read(UnsupportedOptions.definition(request));
    }

    private Uni<String> functionId(Call call, FunctionCreateRequest request) {
        return request.getExistingFunctionId().isEmpty()
                ? functions
                        .precreate(
                                call.caller(),
                                request.getAppId(),
                                UnsupportedOptions.definition(request).getFunctionName())
                        .map(function -> function.id)
                : Uni.createFrom().item(request.getExistingFunctionId());
    }

    private static byte[] message(FunctionCreateRequest request) {
        return FunctionAnswers.kept(UnsupportedOptions.definition(request)).toByteArray();
    }

    private Uni<FunctionCreateResponse> answer(
            Call call, FunctionCreateRequest request, FunctionDefinition definition) {
        Function function = UnsupportedOptions.definition(request);
        return functions
                .propose(
                        call.caller(),
                        request.getAppId(),
                        definition.functionId,
                        definition.spec.tag(),
                        definition.spec.webMethods())
                .map(urls -> new FunctionAnswers(request.getAppId(), definition.id, function, urls))
                .chain(answers -> warnings.ofFunction(call, function, definition.spec)
                        .map(told -> FunctionCreateResponse.newBuilder()
                                .setFunctionId(definition.functionId)
                                .setFunction(answers.function())
                                .setHandleMetadata(answers.handle())
                                .setFunctionData(answers.data())
                                .addAllServerWarnings(told)
                                .build()));
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
