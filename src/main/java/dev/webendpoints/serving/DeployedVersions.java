package dev.webendpoints.serving;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.RunnableFunction;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.WebKind;
import dev.webendpoints.secret.Secrets;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersions;
import io.smallrye.mutiny.Uni;

/** Looks up deployed functions and converts them to {@link FunctionVersion}s. */
@ApplicationScoped
class DeployedVersions implements FunctionVersions {

    private static final long MILLIS = 1000;

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
                spec.tag(),
                code(spec.code()),
                spec.webMethods().stream().map(DeployedVersions::webMethod).toList(),
                spec.imageId(),
                spec.mountIds(),
                spec.volumes().stream().map(DeployedVersions::volume).toList(),
                variables,
                found.app().clientVersion,
                found.app().pythonVersion,
                policies.asDeployed(spec).concurrency(),
                Duration.ofSeconds(spec.timeoutSecs()),
                Duration.ofSeconds(spec.startupTimeoutSecs()),
                policies.asDeployed(spec),
                limits(spec),
                Boolean.TRUE.equals(spec.blocksNetwork()),
                start(spec.start()));
    }

    private static FunctionVersion.Limits limits(FunctionSpec spec) {
        return new FunctionVersion.Limits(
                spec.memoryLimitMb() == null ? 0 : spec.memoryLimitMb() * FunctionVersion.Limits.MIB,
                spec.cpuLimitMilli() == null ? 0 : spec.cpuLimitMilli());
    }

    private static FunctionVersion.Start start(FunctionSpec.Start asked) {
        return asked == null ? FunctionVersion.Start.FORKED : FunctionVersion.Start.valueOf(asked.name());
    }

    private static FunctionVersion.Code code(FunctionSpec.Code code) {
        return new FunctionVersion.Code(
                code.module(),
                code.implementation(),
                code.isClass(),
                code.serializedFunction(),
                code.serializedClass());
    }

    private static FunctionVersion.WebMethod webMethod(FunctionSpec.WebMethod method) {
        return new FunctionVersion.WebMethod(
                method.name(),
                WebKind.valueOf(method.kind().toUpperCase(java.util.Locale.ROOT)),
                method.httpMethod(),
                method.docs(),
                method.port(),
                Duration.ofMillis((long) (method.portTimeoutSecs() * MILLIS)));
    }

    private static FunctionVersion.VolumeMount volume(FunctionSpec.VolumeMount mount) {
        return new FunctionVersion.VolumeMount(mount.volumeId(), mount.path(), mount.readOnly());
    }
}
