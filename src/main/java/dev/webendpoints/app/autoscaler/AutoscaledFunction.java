package dev.webendpoints.app.autoscaler;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.function.FunctionSpec;

/** A served function with the autoscaler settings that were changed since its deployment. */
public record AutoscaledFunction(PublishedFunction function, List<AutoscalerOverride> overrides) {

    public FunctionSpec spec() {
        return function.definition().spec;
    }

    public Map<AutoscalerSetting, Integer> overridden() {
        Map<AutoscalerSetting, Integer> values = new EnumMap<>(AutoscalerSetting.class);
        overrides.forEach(row -> values.put(row.setting(), row.value));
        return values;
    }
}
