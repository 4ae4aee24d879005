package dev.webendpoints.database;

import io.smallrye.mutiny.Uni;

/** Takes changes of one topic in. */
@FunctionalInterface
public interface ChangeSubscriber {

    /**
     * Called on an event loop, in a Vert.x context of its own, and never before the previous call has completed. All
     * changes are committed. If the Uni fails, the same changes come again.
     */
    Uni<Void> onChange(ChangeSet changes);
}
