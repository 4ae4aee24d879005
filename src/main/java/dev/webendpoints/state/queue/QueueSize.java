package dev.webendpoints.state.queue;

/** What a queue has. */
public record QueueSize(long partitions, long items) {}
