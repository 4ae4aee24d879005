package dev.webendpoints.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.DefinedApp;
import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.LinkedFunction;
import dev.webendpoints.app.variant.FunctionVariants;
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
    private final FunctionVariants variants;
    private final Secrets secrets;
    private final ScalingPolicies policies;
    private final PublicUrls urls;
    private final ReactiveCalls calls;

    DeployedVersions(
            Functions functions,
            FunctionVariants variants,
            Secrets secrets,
            ScalingPolicies policies,
            PublicUrls urls,
            ReactiveCalls calls) {
        this.functions = functions;
        this.variants = variants;
        this.secrets = secrets;
        this.policies = policies;
        this.urls = urls;
        this.calls = calls;
    }

    @Override
    public CompletionStage<FunctionVersion> find(FunctionKey key) {
        return calls.start(() -> functions
                .appOf(key.definitionId())
                .chain(found -> spec(key, found)
                        .chain(spec -> secrets.variables(found.app().workspaceId, spec.secretIds())
                                .chain(variables -> functions
                                        .linked(found.app().id)
                                        .map(linked -> version(key, found, spec, variables, appFunctions(linked)))))));
    }

    private Uni<FunctionSpec> spec(FunctionKey key, DefinedApp found) {
        Uni<FunctionSpec> declared = functions.spec(key.definitionId());
        return key.variant().isEmpty()
                ? declared
                : declared.chain(spec -> variants.find(found.app().workspaceId, key.functionId(), key.variant())
                        .map(options -> options.applyTo(spec))
                        .onFailure(FunctionNotFound.class)
                        .transform(gone -> new NoSuchElementException("no variant " + key.variant())));
    }

    private FunctionVersion version(
            FunctionKey key,
            DefinedApp found,
            FunctionSpec spec,
            Map<String, String> variables,
            List<AppFunction> appFunctions) {
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
