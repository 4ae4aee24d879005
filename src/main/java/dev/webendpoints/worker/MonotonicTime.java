package dev.webendpoints.worker;

import java.time.Instant;
import java.time.InstantSource;

/** Instants that never jump: the wall clock once, and from there the machine's steady one. */
final class MonotonicTime implements InstantSource {

    private final Instant origin = Instant.now();
    private final long originNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return origin.plusNanos(System.nanoTime() - originNanos);
    }
}
