package dev.webendpoints.modal;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.autoscaler.AutoscaledFunction;
import dev.webendpoints.app.autoscaler.AutoscalerOverride;
import dev.webendpoints.app.autoscaler.AutoscalerRules;
import dev.webendpoints.app.autoscaler.AutoscalerSetting;
import dev.webendpoints.app.autoscaler.Autoscaling;
import dev.webendpoints.modal.generated.AutoscalerConfiguration;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsResponse;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsResponse;
import dev.webendpoints.modal.generated.UserActionInfo;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** {@code modal function autoscaler}, {@code Function.update_autoscaler(…)} and {@code Function.autoscaler}. */
@ApplicationScoped
class AutoscalerCalls {

    private final Autoscaling autoscaling;
    private final AutoscalerRules rules;

    AutoscalerCalls(Autoscaling autoscaling, AutoscalerRules rules) {
        this.autoscaling = autoscaling;
        this.rules = rules;
    }

    Uni<FunctionGetSchedulingParamsResponse> settings(Call call, FunctionGetSchedulingParamsRequest request) {
        return autoscaling
                .of(call.caller(), request.getFunctionId())
                .map(found -> FunctionGetSchedulingParamsResponse.newBuilder()
                        .setAutoscalerConfiguration(configuration(found))
                        .build());
    }

    Uni<FunctionUpdateSchedulingParamsResponse> update(Call call, FunctionUpdateSchedulingParamsRequest request) {
        return autoscaling
                .update(call.caller(), request.getFunctionId(), values(request.getSettings()))
                .map(found -> FunctionUpdateSchedulingParamsResponse.newBuilder()
                        .setCurrentSettings(settings(rules.shown(found.spec(), found.overridden())))
                        .build());
    }

    private AutoscalerConfiguration configuration(AutoscaledFunction found) {
        AutoscalerConfiguration.Builder configuration = AutoscalerConfiguration.newBuilder()
                .setSettings(settings(rules.shown(found.spec(), found.overridden())))
                .setDefaultSettings(settings(rules.defaults(found.spec())))
                .setStaticSettings(settings(AutoscalerRules.declared(found.spec())))
                .setOverrideSettings(settings(found.overridden()));
        found.overrides()
                .forEach(override ->
                        configuration.putOverrideEvents(override.setting().spelling(), event(override)));
        return configuration.build();
    }

    /** The client expects a user; the server reports the token that was used. */
    private static UserActionInfo event(AutoscalerOverride override) {
        return UserActionInfo.newBuilder()
                .setUserId(override.setBy)
                .setRequestedBy(override.setBy)
                .setTimestamp(Timestamps.seconds(override.setAt))
                .build();
    }

    private static Map<AutoscalerSetting, Integer> values(AutoscalerSettings settings) {
        Map<AutoscalerSetting, Integer> values = new EnumMap<>(AutoscalerSetting.class);
        settings.getAllFields()
                .forEach((field, value) -> values.put(
                        AutoscalerSetting.valueOf(field.getName().toUpperCase(Locale.ROOT)), (Integer) value));
        return values;
    }

    private static AutoscalerSettings settings(Map<AutoscalerSetting, Integer> values) {
        AutoscalerSettings.Builder settings = AutoscalerSettings.newBuilder();
        values.forEach((setting, value) ->
                settings.setField(AutoscalerSettings.getDescriptor().findFieldByName(setting.spelling()), value));
        return settings.build();
    }
}
