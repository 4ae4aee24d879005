package dev.webendpoints.modal.grpc;

import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** Limits of the Modal client's calls. */
@ConfigMapping(prefix = "webendpoints.calls")
interface CallsConfig {

    /**
     * Maximum number of bytes of partially received messages, of all callers together; by default a quarter of the
     * heap. Beyond it, the call whose message grows is rejected with UNAVAILABLE, and the client repeats it.
     */
    Optional<MemorySize> maxMessageMemory();
}
