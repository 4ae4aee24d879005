package dev.webendpoints.state.queue;

/** An item of a queue. @param id increases from one item to the next */
public record QueueItem(long id, byte[] value) {}
