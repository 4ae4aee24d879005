package dev.webendpoints.worker.process;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

import dev.webendpoints.worker.WorkerEvents;

/** Forwards events, and removes the worker from the runtime before its end is reported. */
record RemovalEvents(WorkerEvents events, Runnable forget) implements WorkerEvents {

    @Override
    public void onLaunched() {
        events.onLaunched();
    }

    @Override
    public void onReady(Map<String, SocketAddress> addresses) {
        events.onReady(addresses);
    }

    @Override
    public void onLeaving() {
        events.onLeaving();
    }

    @Override
    public void onOutliving(String callId) {
        events.onOutliving(callId);
    }

    @Override
    public void onReturned(String callId) {
        events.onReturned(callId);
    }

    @Override
    public void onFailed(String reason, List<String> lastLines) {
        forget.run();
        events.onFailed(reason, lastLines);
    }

    @Override
    public void onExited(String reason) {
        forget.run();
        events.onExited(reason);
    }
}
