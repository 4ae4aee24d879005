package dev.webendpoints.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A runtime whose workers a test controls step by step. */
final class FakeRuntime implements WorkerRuntime {

    static final class Started implements WorkerHandle {

        final String id;
        final FunctionVersion version;
        final WorkerEvents events;
        final List<Duration> stops = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        Started(String id, FunctionVersion version, WorkerEvents events) {
            this.id = id;
            this.version = version;
            this.events = events;
        }

        Started ready() {
            events.onLaunched();
            Map<String, SocketAddress> addresses = new HashMap<>();
            version.webMethods()
                    .forEach(method -> addresses.put(
                            method.name(),
                            InetSocketAddress.createUnresolved(version.key().definitionId(), 1)));
            events.onReady(addresses);
            return this;
        }

        boolean isToldToStop() {
            return !stops.isEmpty();
        }

        @Override
        public void cut(Duration grace) {
            stop(grace);
        }

        @Override
        public void stop(Duration grace) {
            stops.add(grace);
        }

        @Override
        public void tell(CallCommand command, String callId) {
            told.add(command + " " + callId);
        }

        @Override
        public void log(String line) {
            notes.add(line);
        }

        @Override
        public List<String> lastLines() {
            return List.of("the last line of " + version.key().definitionId());
        }
    }

    final List<Started> started = new ArrayList<>();
    RuntimeException refusal;
    boolean separatesPorts;

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events) {
        if (refusal != null) {
            throw refusal;
        }
        Started worker = new Started(workerId, version, events);
        started.add(worker);
        return worker;
    }

    Started last() {
        return started.get(started.size() - 1);
    }

    @Override
    public boolean separatesPorts(FunctionVersion version) {
        return separatesPorts;
    }
}
