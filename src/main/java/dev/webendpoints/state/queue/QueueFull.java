package dev.webendpoints.state.queue;

import dev.webendpoints.failure.ResourceExhausted;

/** Thrown when items do not fit into a queue; none of them was put. */
public final class QueueFull extends ResourceExhausted {

    private static final long serialVersionUID = 1;

    QueueFull(String sentence) {
        super(sentence);
    }
}
