package dev.webendpoints.worker.process;

import java.util.List;

import dev.webendpoints.worker.WorkerEvents;

/** Forwards events, and removes the worker from the runtime before its end is reported. */
final class RemovalEvents extends WorkerEvents.Forwarding {

    private final Runnable forget;

    RemovalEvents(WorkerEvents events, Runnable forget) {
        super(events);
        this.forget = forget;
    }

    @Override
    public void onFailed(String reason, List<String> lastLines) {
        forget.run();
        super.onFailed(reason, lastLines);
    }

    @Override
    public void onExited(String reason) {
        forget.run();
        super.onExited(reason);
    }
}
