package dev.webendpoints.worker;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that never jumps: reads the wall clock once, then adds {@link System#nanoTime}. */
final class MonotonicTime implements InstantSource {

    private final Instant origin = Instant.now();
    private final long originNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return origin.plusNanos(System.nanoTime() - originNanos);
    }
}
