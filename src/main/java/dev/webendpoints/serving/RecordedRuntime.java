package dev.webendpoints.serving;

import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.app.container.KnownContainer;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.WorkerRuntime;

/** A runtime whose workers are noted in the {@link ContainerHistory}. */
public final class RecordedRuntime implements WorkerRuntime {

    private final WorkerRuntime runtime;
    private final ContainerHistory history;

    public RecordedRuntime(WorkerRuntime runtime, ContainerHistory history) {
        this.runtime = runtime;
        this.history = history;
    }

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events) {
        KnownContainer container = new KnownContainer(
                workerId,
                version.workspaceId(),
                version.appId(),
                version.key().functionId(),
                Instant.now(),
                null,
                null,
                false);
        history.note(container);
        try {
            return runtime.start(workerId, version, new RecordedEvents(container, events));
        } catch (RuntimeException e) {
            history.note(container.ended(Instant.now(), true));
            throw e;
        }
    }

    @Override
    public boolean separatesPorts(FunctionVersion version) {
        return runtime.separatesPorts(version);
    }

    @Override
    public void prepare(FunctionVersion version) {
        runtime.prepare(version);
    }

    private final class RecordedEvents extends WorkerEvents.Forwarding {

        private volatile KnownContainer container;

        RecordedEvents(KnownContainer container, WorkerEvents events) {
            super(events);
            this.container = container;
        }

        private void onChange(KnownContainer changed) {
            container = changed;
            history.note(changed);
        }

        @Override
        public void onReady(Map<String, SocketAddress> addresses) {
            onChange(container.ready(Instant.now()));
            super.onReady(addresses);
        }

        @Override
        public void onFailed(String reason, List<String> lastLines) {
            onChange(container.ended(Instant.now(), true));
            super.onFailed(reason, lastLines);
        }

        @Override
        public void onExited(String reason) {
            onChange(container.ended(Instant.now(), false));
            super.onExited(reason);
        }
    }
}
