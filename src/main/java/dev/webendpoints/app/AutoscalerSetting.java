package dev.webendpoints.app;

import java.util.Locale;

/** What can be said of a function's scaling, in its code or later. Windows are in whole seconds. */
public enum AutoscalerSetting {
    MIN_CONTAINERS,
    /** 0, where it is set later, takes the code's bound away. */
    MAX_CONTAINERS,
    BUFFER_CONTAINERS,
    SCALEUP_WINDOW,
    SCALEDOWN_WINDOW;

    /** As in Python. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AutoscalerSetting spelled(String spelling) {
        return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
}
