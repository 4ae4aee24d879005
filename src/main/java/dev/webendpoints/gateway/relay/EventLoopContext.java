package dev.webendpoints.gateway.relay;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;

/** The state that the connections of one event loop share. Confined to that loop. */
final class EventLoopContext {

    /**
     * How often deadlines are checked. One task per loop replaces a timer per request; a deadline may fire late by up
     * to this much.
     */
    static final long SWEEP_MILLIS = 250;

    private static final int IDLE_SHARE = 16;

    final EventLoop loop;
    final RequestFilter filter;
    final RelaySettings settings;
    final UpstreamPool pool;
    final HeadIntake.Shared<RequestHead> requestHead;
    final HeadIntake.Shared<ResponseHead> responseHead;
    final ResultStore results;
    final CallIds callIds = new CallIds();

    private final Set<TrackedConnection> clients = new HashSet<>();
    private final ScheduledFuture<?> sweeping;
    private long now;
    private long noneIdleAt = Long.MIN_VALUE;
    private boolean draining;

    EventLoopContext(
            EventLoop loop,
            NativeTransport transport,
            RequestFilter filter,
            RelaySettings settings,
            ResultStore results) {
        this.loop = loop;
        this.filter = filter;
        this.settings = settings;
        this.results = results;
        pool = new UpstreamPool(this, transport);
        requestHead = new HeadIntake.Shared<>(() -> new RequestHead(settings.requests()));
        responseHead = new HeadIntake.Shared<>(() -> new ResponseHead(settings.answers()));
        now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        sweeping = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns milliseconds on a clock that advances with the sweep: at most one period behind, and free to read. */
    long now() {
        return now;
    }

    /** @param scheme {@code http} or {@code https} */
    RemotePeer peer(Channel channel, String scheme) {
        String address = channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "127.0.0.1";
        return new RemotePeer(address, scheme, settings.proxies());
    }

    /** Consults the filter, and routes a request for a result to the kept response instead of a worker. */
    FilterDecision admit(RequestHead head, RemotePeer peer) {
        FilterDecision decision = filter.admit(head, peer);
        String asked = decision instanceof FilterDecision.Admitted ? head.resultAskedFor() : null;
        return asked == null ? decision : results.admit(head, (FilterDecision.Admitted) decision, asked);
    }

    boolean isDraining() {
        return draining;
    }

    void opened(TrackedConnection client) {
        clients.add(client);
    }

    void closed(TrackedConnection client) {
        clients.remove(client);
    }

    int openClients() {
        return clients.size();
    }

    /**
     * Closes the connections that have been idle longest, one in {@link #IDLE_SHARE} of all. Closes several per call,
     * so that the scan of all connections is paid for by as many new clients; scans at most once in a period if none
     * was idle.
     */
    boolean closeIdlest() {
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

    private void sweep() {
        now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        for (TrackedConnection client : snapshot()) {
            sweep(client);
        }
        pool.closeIdleSince(now - settings.workers().idle().toMillis());
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
    void drain() {
        draining = true;
        snapshot().forEach(TrackedConnection::onDrain);
    }

    void cut() {
        sweeping.cancel(false);
        snapshot().forEach(TrackedConnection::cut);
        pool.closeIdleSince(Long.MAX_VALUE);
    }
}
