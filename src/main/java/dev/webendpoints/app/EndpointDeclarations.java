package dev.webendpoints.app;

import java.util.List;
import java.util.Optional;

import dev.webendpoints.endpoint.EndpointDeclaration;
import dev.webendpoints.endpoint.EndpointOwner;
import dev.webendpoints.endpoint.Label;
import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;

/** Converts the web methods of a function to endpoint declarations. */
public final class EndpointDeclarations {

    private static final String OF_CLASS = ".*";
    private static final String DEV_SUFFIX = "dev";

    private EndpointDeclarations() {}

    public static List<EndpointDeclaration> of(
            String appName, String functionId, String tag, List<FunctionSpec.WebMethod> methods) {
        return methods.stream()
                .map(method -> of(appName, functionId, tag, method))
                .toList();
    }

    /** Hostnames of {@code EPHEMERAL} and {@code DETACHED} apps end in the user's own suffix, or {@code dev}. */
    public static EndpointOwner owner(
            Caller caller, Environment environment, App app, List<FunctionSpec.WebMethod> methods) {
        return owner(caller, environment, app, app.state, methods);
    }

    public static EndpointOwner owner(
            Caller caller, Environment environment, App app, AppState state, List<FunctionSpec.WebMethod> methods) {
        String suffix = state == AppState.EPHEMERAL || state == AppState.DETACHED
                ? methods.stream()
                        .map(FunctionSpec.WebMethod::devSuffix)
                        .filter(own -> !own.isEmpty())
                        .findFirst()
                        .orElse(DEV_SUFFIX)
                : "";
        return new EndpointOwner(
                caller.workspaceId(), caller.workspace(), environment.id, environment.webSuffix, app.id, suffix);
    }

    private static EndpointDeclaration of(
            String appName, String functionId, String tag, FunctionSpec.WebMethod method) {
        EndpointKind kind = method.kind();
        return new EndpointDeclaration(
                functionId,
                method.name(),
                kind,
                kind == EndpointKind.FASTAPI_ENDPOINT ? List.of(method.httpMethod()) : EndpointDeclaration.ANY_METHOD,
                generatedLabel(appName, tag, method.name()),
                Optional.ofNullable(method.requestedLabel()).filter(label -> !label.isEmpty()),
                method.requiresProxyAuth() ? EndpointAuth.PROXY_TOKEN : EndpointAuth.NONE,
                method.customDomains());
    }

    private static String generatedLabel(String appName, String tag, String method) {
        return tag.endsWith(OF_CLASS)
                ? Label.generated(appName, tag.substring(0, tag.length() - OF_CLASS.length()), method)
                : Label.generated(appName, tag);
    }
}
