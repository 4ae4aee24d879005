package dev.webendpoints.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.LinkedFunction;
import dev.webendpoints.app.RunnableFunction;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.endpoint.PublicUrls;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.secret.Secrets;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.AppFunction;
import dev.webendpoints.worker.FunctionVersions;
import io.smallrye.mutiny.Uni;

/** Looks up deployed functions and converts them to {@link FunctionVersion}s. */
@ApplicationScoped
class DeployedVersions implements FunctionVersions {

    private final Functions functions;
    private final Secrets secrets;
    private final ScalingPolicies policies;
    private final PublicUrls urls;
    private final ReactiveCalls calls;

    DeployedVersions(
            Functions functions, Secrets secrets, ScalingPolicies policies, PublicUrls urls, ReactiveCalls calls) {
        this.functions = functions;
        this.secrets = secrets;
        this.policies = policies;
        this.urls = urls;
        this.calls = calls;
    }

    @Override
    public CompletionStage<FunctionVersion> find(FunctionKey key) {
        return calls.start(() -> functions
                .runnable(key.definitionId())
                .chain(found -> variables(found)
                        .chain(variables -> functions
                                .linked(found.app().id)
                                .map(linked -> version(key, found, variables, appFunctions(linked))))));
    }

    private Uni<Map<String, String>> variables(RunnableFunction found) {
        return secrets.variables(
                found.app().workspaceId, found.definition().spec.secretIds());
    }

    private FunctionVersion version(
            FunctionKey key, RunnableFunction found, Map<String, String> variables, List<AppFunction> appFunctions) {
        FunctionSpec spec = found.definition().spec;
        return new FunctionVersion(
                key,
                found.app().workspaceId,
                found.app().id,
                found.app().nameInUrls(),
                found.environmentName(),
                spec,
                variables,
                found.app().clientVersion,
                found.app().pythonVersion,
                policies.asDeployed(spec),
                appFunctions);
    }

    private List<AppFunction> appFunctions(List<LinkedFunction> linked) {
        Map<String, AppFunction> byId = new LinkedHashMap<>();
        for (LinkedFunction each : linked) {
            AppFunction function = byId.computeIfAbsent(
                    each.functionId(), id -> new AppFunction(each.tag(), id, new LinkedHashMap<>()));
            if (each.hostname() != null) {
                function.urls().put(each.method(), urls.of(each.hostname()));
            }
        }
        return List.copyOf(byId.values());
    }
}
