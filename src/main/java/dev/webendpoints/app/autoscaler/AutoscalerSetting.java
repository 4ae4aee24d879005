package dev.webendpoints.app.autoscaler;

import java.util.Locale;

/** The autoscaler settings of a function, set in its code or by a later override. Windows are in whole seconds. */
public enum AutoscalerSetting {
    MIN_CONTAINERS,
    /** As an override, 0 removes the limit that the code sets. */
    MAX_CONTAINERS,
    BUFFER_CONTAINERS,
    SCALEUP_WINDOW,
    SCALEDOWN_WINDOW;

    /** Returns the name as spelled in Python. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AutoscalerSetting spelled(String spelling) {
        return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
}
