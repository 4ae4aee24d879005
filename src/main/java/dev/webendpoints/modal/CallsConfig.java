package dev.webendpoints.modal;

import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** Bounds of the Modal client's calls. */
@ConfigMapping(prefix = "webendpoints.calls")
interface CallsConfig {

    /**
     * Bytes of messages that are being received, of all callers together; without it, a quarter of the heap. Past it the
     * call whose message grows is refused with UNAVAILABLE, which the client repeats.
     */
    Optional<MemorySize> maxMessageMemory();
}
