package dev.webendpoints.modal.grpc;

import java.util.Optional;
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
    private final Optional<MessageMemory> whole;
    private final AtomicLong taken = new AtomicLong();

    @Inject
    MessageMemory(CallsConfig config) {
        this(config.maxMessageMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    MessageMemory(long bound) {
        this(bound, Optional.empty());
    }

    private MessageMemory(long bound, Optional<MessageMemory> whole) {
        this.bound = bound;
        this.whole = whole;
    }

    /** Returns a part of this memory for callers that cannot use the rest: one in {@code parts} of it at most. */
    public MessageMemory part(int parts) {
        return new MessageMemory(bound / parts, Optional.of(this));
    }

    /** Reserves bytes; returns false and reserves none if that would exceed the limit. */
    boolean take(long bytes) {
        boolean hasRoom = taken.addAndGet(bytes) <= bound
                && whole.map(memory -> memory.take(bytes)).orElse(true);
        if (!hasRoom) {
            taken.addAndGet(-bytes);
        }
        return hasRoom;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
        whole.ifPresent(memory -> memory.give(bytes));
    }

    long taken() {
        return taken.get();
    }
}
