package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.variant.FunctionVariants;
import dev.webendpoints.function.FunctionOptions;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionBindParamsRequest;
import dev.webendpoints.modal.generated.FunctionBindParamsResponse;
import dev.webendpoints.modal.generated.FunctionGetByIdRequest;
import dev.webendpoints.modal.generated.FunctionGetByIdResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** Lookups of published functions: {@code modal.Function.from_name(…)}. */
@ApplicationScoped
class FunctionLookups {

    private final Functions functions;
    private final Environments environments;
    private final FunctionVariants variants;
    private final ReferenceValidator references;
    private final GpuPolicy gpus;

    FunctionLookups(
            Functions functions,
            Environments environments,
            FunctionVariants variants,
            ReferenceValidator references,
            GpuSettings gpus) {
        this.functions = functions;
        this.environments = environments;
        this.variants = variants;
        this.references = references;
        this.gpus = gpus.policy();
    }

    Uni<FunctionGetResponse> find(Call call, FunctionGetRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment ->
                        functions.find(call.caller(), environment.id, request.getAppName(), request.getObjectTag()))
                .invoke(found -> refuseOtherVersion(request, found))
                .chain(found -> answers(call, found)
                        .map(answers -> FunctionGetResponse.newBuilder()
                                .setFunctionId(found.function().id)
                                .setHandleMetadata(answers.handle())
                                .setFunction(answers.data())
                                .build()));
    }

    Uni<FunctionGetByIdResponse> findById(Call call, FunctionGetByIdRequest request) {
        return functions
                .findById(
                        call.caller(),
                        BoundFunctionId.parse(request.getFunctionId()).functionId())
                .chain(found -> answers(call, found))
                .map(answers -> FunctionGetByIdResponse.newBuilder()
                        .setHandleMetadata(answers.handle())
                        .setFunction(answers.data())
                        .build());
    }

    /** The URLs of an instance are those of its class: parameters are part of the URL's query. */
    Uni<FunctionBindParamsResponse> bind(Call call, FunctionBindParamsRequest request) {
        FunctionOptions options = FunctionOptionsReader.read(request.getFunctionOptions(), gpus);
        BoundFunctionId bound = BoundFunctionId.of(
                request.getFunctionId(), request.getSerializedParams().toByteArray());
        return functions
                .findById(call.caller(), request.getFunctionId())
                .chain(found -> variant(call, found, options)
                        .chain(variant -> answers(call, found)
                                .map(answers -> FunctionBindParamsResponse.newBuilder()
                                        .setBoundFunctionId(bound.with(variant).text())
                                        .setHandleMetadata(answers.handle())
                                        .build())));
    }

    /** Returns the id of the variant with these options, which are checked as at a deploy; empty if there are none. */
    private Uni<String> variant(Call call, PublishedFunction found, FunctionOptions options) {
        if (options.equals(FunctionOptions.NONE)) {
            return Uni.createFrom().item("");
        }
        return references
                .check(call, options.applyTo(found.definition().spec))
                .chain(checked -> variants.keep(call.workspaceId(), found.function().id, options));
    }

    private static void refuseOtherVersion(FunctionGetRequest request, PublishedFunction found) {
        int served = found.app().version;
        if (request.getAppVersion() != 0 && request.getAppVersion() != served) {
            throw new FunctionNotFound("'" + request.getObjectTag() + "' of version " + request.getAppVersion()
                    + " is served; the app's version is " + served);
        }
    }

    private Uni<FunctionAnswers> answers(Call call, PublishedFunction found) {
        FunctionSpec spec = found.definition().spec;
        return functions
                .propose(call.caller(), found.app().id, found.function().id, spec.tag(), spec.webMethods())
                .map(urls -> new FunctionAnswers(found.app().id, found.definition().id, definitionOf(found), urls));
    }

    private static Function definitionOf(PublishedFunction found) {
        try {
            return Function.parseFrom(found.definition().clientMessage);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the message kept for " + found.definition().id + " is damaged", e);
        }
    }
}
