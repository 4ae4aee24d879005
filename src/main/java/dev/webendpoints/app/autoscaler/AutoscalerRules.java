package dev.webendpoints.app.autoscaler;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.function.FunctionSpec;

import static dev.webendpoints.app.autoscaler.AutoscalerSetting.BUFFER_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.MAX_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.MIN_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.SCALEDOWN_WINDOW;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.SCALEUP_WINDOW;

/**
 * Computes the settings that apply to a function: overrides since its deployment take precedence over its code, and its
 * code over the defaults, all clamped to what the server allows.
 */
@ApplicationScoped
public class AutoscalerRules {

    /** Modal's default and bounds, in seconds. */
    private static final int DEFAULT_SCALEDOWN = 60;

    private static final int SHORTEST_SCALEDOWN = 2;
    private static final int LONGEST_WINDOW = 1200;

    private static final int DEFAULT_SCALEUP = 1;
    private static final int WORKERS_FOR_EACH_PROCESSOR = 4;
    private static final int LEAST_DEFAULT_MAX = 8;

    private final ScalingConfig config;

    AutoscalerRules(ScalingConfig config) {
        this.config = config;
    }

    /** Returns the settings that apply where neither the code nor an override sets a value. */
    public Map<AutoscalerSetting, Integer> defaults(FunctionSpec spec) {
        Map<AutoscalerSetting, Integer> defaults = new EnumMap<>(AutoscalerSetting.class);
        defaults.put(MIN_CONTAINERS, 0);
        defaults.put(MAX_CONTAINERS, defaultMax(spec));
        defaults.put(BUFFER_CONTAINERS, 0);
        defaults.put(SCALEUP_WINDOW, DEFAULT_SCALEUP);
        defaults.put(SCALEDOWN_WINDOW, DEFAULT_SCALEDOWN);
        return defaults;
    }

    /** Returns the settings that the code declares. */
    public static Map<AutoscalerSetting, Integer> declared(FunctionSpec spec) {
        Map<AutoscalerSetting, Integer> requested = new EnumMap<>(AutoscalerSetting.class);
        putIfSaid(requested, MIN_CONTAINERS, spec.scaling().minContainers());
        putIfSaid(requested, MAX_CONTAINERS, spec.scaling().maxContainers());
        putIfSaid(requested, BUFFER_CONTAINERS, spec.scaling().bufferContainers());
        putIfSaid(requested, SCALEUP_WINDOW, spec.scaling().scaleupSecs());
        requested.put(SCALEDOWN_WINDOW, spec.scaledownSecs());
        return requested;
    }

    private static void putIfSaid(Map<AutoscalerSetting, Integer> requested, AutoscalerSetting setting, Integer value) {
        if (value != null) {
            requested.put(setting, value);
        }
    }

    /** Returns every setting as the pools apply it. */
    public Map<AutoscalerSetting, Integer> inForce(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        Map<AutoscalerSetting, Integer> all = defaults(spec);
        Map<AutoscalerSetting, Integer> requested = requested(spec, overrides);
        all.putAll(requested);
        int ceiling = ceiling(spec);
        int min = between(0, all.get(MIN_CONTAINERS), ceiling);
        int max = isBounded(requested) ? all.get(MAX_CONTAINERS) : Math.max(defaultMax(spec), min);
        all.put(MIN_CONTAINERS, min);
        all.put(MAX_CONTAINERS, between(Math.max(1, min), max, ceiling));
        all.put(BUFFER_CONTAINERS, between(0, all.get(BUFFER_CONTAINERS), ceiling));
        all.put(SCALEUP_WINDOW, between(0, all.get(SCALEUP_WINDOW), LONGEST_WINDOW));
        all.put(SCALEDOWN_WINDOW, between(SHORTEST_SCALEDOWN, all.get(SCALEDOWN_WINDOW), LONGEST_WINDOW));
        return all;
    }

    /** Returns the settings to display: {@code max_containers} only if the code or an override sets it. */
    public Map<AutoscalerSetting, Integer> shown(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        Map<AutoscalerSetting, Integer> shown = inForce(spec, overrides);
        if (!isBounded(requested(spec, overrides))) {
            shown.put(MAX_CONTAINERS, 0);
        }
        return shown;
    }

    /** @throws InvalidRequest with the first reason, if the overrides are out of range or conflict with the code */
    void check(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        refused(spec, overrides).stream().findFirst().ifPresent(reason -> {
            throw new InvalidRequest(reason);
        });
    }

    /** Returns a message for each setting of the code that the server clamps. */
    public List<String> clamped(FunctionSpec spec) {
        Map<AutoscalerSetting, Integer> inForce = inForce(spec, Map.of());
        List<String> sentences = new ArrayList<>();
        declared(spec).forEach((setting, value) -> {
            if (!value.equals(inForce.get(setting))) {
                sentences.add(setting.spelling() + "=" + value + " is not within what Web Endpoints allows, "
                        + allowed(setting, spec) + "; it is " + inForce.get(setting) + " here.");
            }
        });
        return sentences;
    }

    private List<String> refused(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        List<String> reasons = new ArrayList<>();
        overrides.forEach((setting, value) -> {
            if (value < least(setting) || value > most(setting, spec)) {
                reasons.add(setting.spelling() + " may be " + allowed(setting, spec) + ", not "
                        + Integer.toUnsignedString(value));
            }
        });
        Map<AutoscalerSetting, Integer> requested = requested(spec, overrides);
        int min = requested.getOrDefault(MIN_CONTAINERS, 0);
        int max = isBounded(requested) ? requested.get(MAX_CONTAINERS) : ceiling(spec);
        if (min > max) {
            reasons.add("min_containers (" + min + ") may not be more than max_containers (" + max + ")");
        }
        return reasons;
    }

    private Map<AutoscalerSetting, Integer> requested(FunctionSpec spec, Map<AutoscalerSetting, Integer> overrides) {
        Map<AutoscalerSetting, Integer> requested = declared(spec);
        requested.replaceAll((setting, value) -> between(least(setting), value, most(setting, spec)));
        requested.putAll(overrides);
        return requested;
    }

    private static boolean isBounded(Map<AutoscalerSetting, Integer> requested) {
        return requested.getOrDefault(MAX_CONTAINERS, 0) != 0;
    }

    private String allowed(AutoscalerSetting setting, FunctionSpec spec) {
        String range = "from " + least(setting) + " to " + most(setting, spec);
        if (setting == SCALEDOWN_WINDOW || setting == SCALEUP_WINDOW) {
            return range + " seconds";
        }
        return hasPort(spec) ? range + ", since a web server has its port for itself" : range;
    }

    private static int least(AutoscalerSetting setting) {
        return setting == SCALEDOWN_WINDOW ? SHORTEST_SCALEDOWN : 0;
    }

    private int most(AutoscalerSetting setting, FunctionSpec spec) {
        return setting == SCALEDOWN_WINDOW || setting == SCALEUP_WINDOW ? LONGEST_WINDOW : ceiling(spec);
    }

    private int ceiling(FunctionSpec spec) {
        return hasPort(spec) ? 1 : config.maxContainers();
    }

    private int defaultMax(FunctionSpec spec) {
        int most = WORKERS_FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors();
        int usual = config.defaultMaxContainers().orElse(Math.max(LEAST_DEFAULT_MAX, most));
        return between(1, usual, ceiling(spec));
    }

    /** All workers share this machine's network, so two of them cannot open the same port. */
    private static boolean hasPort(FunctionSpec spec) {
        return spec.webMethods().stream().anyMatch(method -> method.port() != 0);
    }

    private static int between(int least, int value, int most) {
        return Math.max(least, Math.min(most, value));
    }
}
