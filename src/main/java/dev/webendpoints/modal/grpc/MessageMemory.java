package dev.webendpoints.modal.grpc;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.runtime.configuration.MemorySize;

/**
 * Limits the bytes of partially received messages, of all callers together, so that callers with many long, unfinished
 * messages cannot exhaust the server's memory. Thread-safe.
 */
@ApplicationScoped
public class MessageMemory {

    private static final int SHARE_OF_HEAP = 4;

    private final long bound;
    private final AtomicLong taken = new AtomicLong();

    @Inject
    MessageMemory(CallsConfig config) {
        this(config.maxMessageMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    MessageMemory(long bound) {
        this.bound = bound;
    }

    /** Reserves bytes; returns false and reserves none if that would exceed the limit. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > bound) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
