package dev.webendpoints.gateway.relay;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.lease.Lease;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;

/**
 * Connections to workers on one event loop. Idle connections are kept by worker, last in first out, so that surplus
 * ones age and close. Nothing queues here: an exchange that finds no idle connection opens one; leases bound the number
 * of open ones.
 */
final class UpstreamPool {

    /** The idle connections of one worker, a list linked through the connections: removal takes constant time. */
    private static final class Idle {
        private UpstreamConnection newest;
        private UpstreamConnection oldest;
        private int size;
    }

    private final EventLoopContext state;
    private final Bootstrap tcp;
    private final Bootstrap unix;
    private final NetworkDialer dialer;
    private final Map<String, Idle> byWorker = new HashMap<>();

    UpstreamPool(EventLoopContext state, NativeTransport transport) {
        this.state = state;
        tcp = bootstrap(transport.tcp()).option(ChannelOption.TCP_NODELAY, true);
        unix = bootstrap(transport.unix());
        dialer = new NetworkDialer(state.loop, state.settings.workers().connectTimeout());
    }

    private Bootstrap bootstrap(Class<? extends Channel> type) {
        int timeout = (int) state.settings.workers().connectTimeout().toMillis();
        return new Bootstrap()
                .group(state.loop)
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Relay.WATER_MARKS)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new HeadroomAllocator());
    }

    /** Returns the most recently used connection that is still open, or null. */
    UpstreamConnection take(String workerId) {
        Idle idle = byWorker.get(workerId);
        while (idle != null && idle.newest != null) {
            UpstreamConnection connection = idle.newest;
            unlink(idle, connection);
            if (connection.isOpen()) {
                return connection;
            }
        }
        return null;
    }

    /** Opens a connection. Calls the exchange's {@code onConnected} or {@code onConnectFailed} later. */
    void open(Lease lease, Exchange exchange) {
        UpstreamConnection connection = new UpstreamConnection(state, lease.workerId());
        Future<?> opening = lease.address() instanceof DialedAddress dialed
                ? dialer.dial(dialed, connection)
                : connect(lease.address(), connection);
        opening.addListener(opened -> {
            if (opened.isSuccess()) {
                exchange.onConnected(connection);
            } else {
                exchange.onConnectFailed();
            }
        });
    }

    private ChannelFuture connect(SocketAddress address, UpstreamConnection connection) {
        if (address instanceof UnixDomainSocketAddress socket) {
            return unix.clone()
                    .handler(connection)
                    .connect(new DomainSocketAddress(socket.getPath().toString()));
        }
        return tcp.clone().handler(connection).connect(address);
    }

    /** Keeps a connection between two requests, or closes it if the worker has enough. */
    void put(UpstreamConnection connection) {
        Idle idle = byWorker.computeIfAbsent(connection.workerId, id -> new Idle());
        if (idle.size == state.settings.workers().maxIdle()) {
            connection.close();
            return;
        }
        connection.idleSince = state.now();
        connection.pooled = true;
        connection.newer = null;
        connection.older = idle.newest;
        if (idle.newest == null) {
            idle.oldest = connection;
        } else {
            idle.newest.newer = connection;
        }
        idle.newest = connection;
        idle.size++;
    }

    /** Removes an idle connection that ended. */
    void remove(UpstreamConnection connection) {
        if (connection.pooled) {
            unlink(byWorker.get(connection.workerId), connection);
        }
    }

    private void unlink(Idle idle, UpstreamConnection connection) {
        if (connection.newer == null) {
            idle.newest = connection.older;
        } else {
            connection.newer.older = connection.older;
        }
        if (connection.older == null) {
            idle.oldest = connection.newer;
        } else {
            connection.older.newer = connection.newer;
        }
        connection.newer = null;
        connection.older = null;
        connection.pooled = false;
        if (--idle.size == 0) {
            byWorker.remove(connection.workerId);
        }
    }

    /** @param then on the loop's clock, in milliseconds */
    void closeIdleSince(long then) {
        if (byWorker.isEmpty()) {
            return;
        }
        for (Idle idle : new ArrayList<>(byWorker.values())) {
            while (idle.oldest != null && idle.oldest.idleSince <= then) {
                UpstreamConnection oldest = idle.oldest;
                unlink(idle, oldest);
                oldest.close();
            }
        }
    }
}
