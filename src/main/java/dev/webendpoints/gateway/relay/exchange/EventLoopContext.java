package dev.webendpoints.gateway.relay.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import io.netty.channel.EventLoop;

/** The clock of one event loop, and the clients' connections on it. Confined to that loop. */
public final class EventLoopContext {

    /**
     * How often deadlines are checked. One task per loop replaces a timer per request; a deadline may fire late by up
     * to this much.
     */
    public static final long SWEEP_MILLIS = 250;

    private static final int IDLE_SHARE = 16;

    private final EventLoop loop;
    private final Set<TrackedConnection> clients = new HashSet<>();
    private long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    private long noneIdleAt = Long.MIN_VALUE;
    private boolean draining;

    public EventLoopContext(EventLoop loop) {
        this.loop = loop;
    }

    public EventLoop loop() {
        return loop;
    }

    /** Returns milliseconds on a clock that advances with the sweep: at most one period behind, and free to read. */
    public long now() {
        return now;
    }

    public boolean isDraining() {
        return draining;
    }

    public void opened(TrackedConnection client) {
        clients.add(client);
    }

    public void closed(TrackedConnection client) {
        clients.remove(client);
    }

    public int openClients() {
        return clients.size();
    }

    /**
     * Closes the connections that have been idle longest, one in {@link #IDLE_SHARE} of all. Closes several per call,
     * so that the scan of all connections is paid for by as many new clients; scans at most once in a period if none
     * was idle.
     *
     * @return whether there were any
     */
    public boolean closeIdlest() {
        if (noneIdleAt == now) {
            return false;
        }
        List<TrackedConnection> idlest = clients.stream()
                .filter(client -> client.idleSince() != TrackedConnection.BUSY)
                .sorted(Comparator.comparingLong(TrackedConnection::idleSince))
                .limit(1 + clients.size() / IDLE_SHARE)
                .toList();
        if (idlest.isEmpty()) {
            noneIdleAt = now;
        }
        idlest.forEach(TrackedConnection::onIdleTooMany);
        return !idlest.isEmpty();
    }

    /** Advances the clock and checks the deadlines of all clients. Called once in each period. */
    public void sweep() {
        now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        for (TrackedConnection client : snapshot()) {
            sweep(client);
        }
    }

    /** A failure of one client must not end the deadlines of all others. */
    private void sweep(TrackedConnection client) {
        try {
            client.onSweep(now);
        } catch (RuntimeException e) {
            ChannelFailures.report(e);
            client.cut();
        }
    }

    /** Returns a copy: a connection that closes during the iteration removes itself from the set. */
    private List<TrackedConnection> snapshot() {
        return clients.isEmpty() ? List.of() : new ArrayList<>(clients);
    }

    /** Closes idle connections now, and others after their current request. */
    public void drain() {
        draining = true;
        snapshot().forEach(TrackedConnection::onDrain);
    }

    /** Closes all clients' connections. */
    public void cut() {
        snapshot().forEach(TrackedConnection::cut);
    }
}
