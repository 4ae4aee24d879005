package dev.webendpoints.modal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** The setting {@code webendpoints.gpu}. */
@ConfigMapping(prefix = "webendpoints.gpu")
interface GpuSettings {

    /**
     * A function with <code>gpu=</code>: <code>refuse</code>: its deploy fails; <code>ignore</code>: it runs on the CPU,
     * with a warning at deploy. The same for <code>gpu=</code> of an image's build step, without a warning.
     */
    @WithParentName
    @WithDefault("refuse")
    GpuPolicy policy();
}
