package dev.webendpoints.modal;

import java.util.List;
import java.util.Optional;

import dev.webendpoints.endpoint.UrlProposal;
import dev.webendpoints.modal.generated.CustomDomainInfo;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionData;
import dev.webendpoints.modal.generated.FunctionHandleMetadata;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.RankedFunction;
import dev.webendpoints.modal.generated.WebUrlInfo;

/**
 * Builds the responses about a function: the client's own definition, with the URLs.
 *
 * @param definitionId the definition for the client to publish; empty if there is none yet
 * @param said the client's message, including fields unknown here
 * @param urls one for a function, one for each web method of a class
 */
record FunctionAnswers(String appId, String definitionId, Function said, List<UrlProposal> urls) {

    /** Returns the message to store for later responses: without the serialized code, which no client reads. */
    static Function kept(Function said) {
        return said.toBuilder().clearFunctionSerialized().clearClassSerialized().build();
    }

    Function function() {
        Function.Builder function = kept(said).toBuilder();
        ownUrl().ifPresent(url -> function.setWebUrl(url.url())
                .setWebUrlInfo(info(url))
                .clearCustomDomainInfo()
                .addAllCustomDomainInfo(domains(url)));
        said.getMethodDefinitionsMap()
                .forEach((name, method) -> function.putMethodDefinitions(name, withUrl(name, method)));
        return function.build();
    }

    FunctionHandleMetadata handle() {
        FunctionHandleMetadata.Builder handle = FunctionHandleMetadata.newBuilder()
                .setFunctionName(said.getFunctionName())
                .setFunctionType(said.getFunctionType())
                .setIsMethod(said.getIsMethod())
                .setDefinitionId(definitionId)
                .setAppId(appId)
                .addAllSupportedInputFormats(said.getSupportedInputFormatsList())
                .addAllSupportedOutputFormats(said.getSupportedOutputFormatsList());
        ownUrl().map(UrlProposal::url).ifPresent(handle::setWebUrl);
        if (said.hasFunctionSchema()) {
            handle.setFunctionSchema(said.getFunctionSchema());
        }
        if (said.hasClassParameterInfo()) {
            handle.setClassParameterInfo(said.getClassParameterInfo());
        }
        said.getMethodDefinitionsMap()
                .forEach((name, method) -> handle.putMethodHandleMetadata(name, methodHandle(name, method)));
        return handle.build();
    }

    FunctionData data() {
        Function function = function();
        FunctionData.Builder data = FunctionData.newBuilder()
                .setModuleName(function.getModuleName())
                .setFunctionName(function.getFunctionName())
                .setFunctionType(function.getFunctionType())
                .setImplementationName(function.getImplementationName())
                .setTimeoutSecs(function.getTimeoutSecs())
                .setStartupTimeoutSecs(startupTimeout(function))
                .setWebUrl(function.getWebUrl())
                .addAllCustomDomainInfo(function.getCustomDomainInfoList())
                .setIsClass(function.getIsClass())
                .setIsMethod(function.getIsMethod())
                .putAllMethodDefinitions(function.getMethodDefinitionsMap())
                .setMethodDefinitionsSet(function.getMethodDefinitionsSet())
                .putAllExperimentalOptions(function.getExperimentalOptionsMap())
                .addRankedFunctions(RankedFunction.newBuilder().setFunction(function));
        copyWhatIsThere(function, data);
        return data.build();
    }

    /** Clients before 1.1.4 do not send it; the function's timeout applies then. */
    private static int startupTimeout(Function function) {
        return function.getStartupTimeoutSecs() == 0 ? function.getTimeoutSecs() : function.getStartupTimeoutSecs();
    }

    /** The client checks whether these fields are present. */
    private static void copyWhatIsThere(Function function, FunctionData.Builder data) {
        if (function.hasWebhookConfig()) {
            data.setWebhookConfig(function.getWebhookConfig());
        }
        if (function.hasWebUrlInfo()) {
            data.setWebUrlInfo(function.getWebUrlInfo());
        }
        if (function.hasClassParameterInfo()) {
            data.setClassParameterInfo(function.getClassParameterInfo());
        }
        if (function.hasSchedule()) {
            data.setSchedule(function.getSchedule());
        }
        if (function.hasAutoscalerSettings()) {
            data.setAutoscalerSettings(function.getAutoscalerSettings());
        }
        if (function.hasFunctionSchema()) {
            data.setFunctionSchema(function.getFunctionSchema());
        }
    }

    private MethodDefinition withUrl(String name, MethodDefinition method) {
        return url(name)
                .map(url -> method.toBuilder()
                        .setWebUrl(url.url())
                        .setWebUrlInfo(info(url))
                        .clearCustomDomainInfo()
                        .addAllCustomDomainInfo(domains(url))
                        .build())
                .orElse(method);
    }

    private FunctionHandleMetadata methodHandle(String name, MethodDefinition method) {
        FunctionHandleMetadata.Builder handle = FunctionHandleMetadata.newBuilder()
                .setFunctionName(method.getFunctionName())
                .setFunctionType(method.getFunctionType())
                .setUseMethodName(name)
                .setIsMethod(true)
                .setAppId(appId)
                .addAllSupportedInputFormats(method.getSupportedInputFormatsList())
                .addAllSupportedOutputFormats(method.getSupportedOutputFormatsList())
                .setWebUrl(url(name).map(UrlProposal::url).orElse(""));
        if (method.hasFunctionSchema()) {
            handle.setFunctionSchema(method.getFunctionSchema());
        }
        return handle.build();
    }

    private Optional<UrlProposal> ownUrl() {
        return url("");
    }

    private Optional<UrlProposal> url(String method) {
        return urls.stream().filter(url -> url.method().equals(method)).findFirst();
    }

    private static List<CustomDomainInfo> domains(UrlProposal url) {
        return url.domains().stream()
                .map(domain -> CustomDomainInfo.newBuilder().setUrl(domain).build())
                .toList();
    }

    private static WebUrlInfo info(UrlProposal url) {
        return WebUrlInfo.newBuilder()
                .setTruncated(url.truncated())
                .setLabelStolen(url.stolen())
                .build();
    }
}
