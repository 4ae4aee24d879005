package dev.webendpoints.serving;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.autoscaler.AutoscalerRules;
import dev.webendpoints.app.autoscaler.AutoscalerSetting;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.scaling.ScalingPolicy;

/** Converts the autoscaler settings of a function to a scaling {@link ScalingPolicy}. */
@ApplicationScoped
class ScalingPolicies {

    private final AutoscalerRules rules;

    ScalingPolicies(AutoscalerRules rules) {
        this.rules = rules;
    }

    ScalingPolicy asDeployed(FunctionSpec spec) {
        return with(spec, Map.of());
    }

    /** @param overrides settings changed since the deployment */
    ScalingPolicy with(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        Map<AutoscalerSetting, Integer> settings = rules.inForce(spec, overrides);
        Integer target = spec.scaling().targetInputs();
        // Callers choose the values of parameters: a combination that was used once must not keep workers forever.
        int min = spec.parameters().isEmpty() ? settings.get(AutoscalerSetting.MIN_CONTAINERS) : 0;
        ScalingPolicy policy = ScalingPolicy.ONE_WORKER
                .withWorkers(min, settings.get(AutoscalerSetting.MAX_CONTAINERS))
                .withBuffer(settings.get(AutoscalerSetting.BUFFER_CONTAINERS))
                .withConcurrency(spec.maxConcurrentInputs(), target == null ? 0 : target)
                .withWindows(
                        Duration.ofSeconds(settings.get(AutoscalerSetting.SCALEUP_WINDOW)),
                        Duration.ofSeconds(settings.get(AutoscalerSetting.SCALEDOWN_WINDOW)));
        return spec.scaling().singleUse() ? policy.withSingleUse() : policy;
    }
}
