package dev.webendpoints.serving;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.RunnableFunction;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.secret.Secrets;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersions;
import io.smallrye.mutiny.Uni;

/** Looks up deployed functions and converts them to {@link FunctionVersion}s. */
@ApplicationScoped
class DeployedVersions implements FunctionVersions {

    private final Functions functions;
    private final Secrets secrets;
    private final ScalingPolicies policies;
    private final ReactiveCalls calls;

    DeployedVersions(Functions functions, Secrets secrets, ScalingPolicies policies, ReactiveCalls calls) {
        this.functions = functions;
        this.secrets = secrets;
        this.policies = policies;
        this.calls = calls;
    }

    @Override
    public CompletionStage<FunctionVersion> find(FunctionKey key) {
        return calls.start(() -> functions
                .runnable(key.definitionId())
                .chain(found -> variables(found).map(variables -> version(key, found, variables))));
    }

    private Uni<Map<String, String>> variables(RunnableFunction found) {
        return secrets.variables(
                found.app().workspaceId, found.definition().spec.secretIds());
    }

    private FunctionVersion version(FunctionKey key, RunnableFunction found, Map<String, String> variables) {
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
                policies.asDeployed(spec));
    }
}
