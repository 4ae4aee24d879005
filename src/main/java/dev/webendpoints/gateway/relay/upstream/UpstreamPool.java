package dev.webendpoints.gateway.relay.upstream;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.channel.HeadroomAllocator;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.UpstreamSource;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
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
public final class UpstreamPool implements UpstreamSource, UpstreamConnection.Owner {

    /** The idle connections of one worker, a list linked through the connections: removal takes constant time. */
    private static final class Idle {
        private UpstreamConnection newest;
        private UpstreamConnection oldest;
        private int size;
    }

    private final EventLoopContext loop;
    private final WorkerLimits limits;
    private final HeadIntake.Shared<ResponseHead> heads;
    private final Bootstrap tcp;
    private final Bootstrap unix;
    private final NetworkDialer dialer;
    private final Map<String, Idle> byWorker = new HashMap<>();

    /** @param answers bounds of the head of a response */
    public UpstreamPool(EventLoopContext loop, NativeTransport transport, WorkerLimits limits, HeadLimits answers) {
        this.loop = loop;
        this.limits = limits;
        heads = new HeadIntake.Shared<>(() -> new ResponseHead(answers));
        tcp = bootstrap(transport.tcp()).option(ChannelOption.TCP_NODELAY, true);
        unix = bootstrap(transport.unix());
        dialer = new NetworkDialer(loop.loop(), limits.connectTimeout());
    }

    private Bootstrap bootstrap(Class<? extends Channel> type) {
        int timeout = (int) limits.connectTimeout().toMillis();
        return new Bootstrap()
                .group(loop.loop())
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferMarks.CONNECTION)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new HeadroomAllocator());
    }

    /** Returns the most recently used connection that is still open, or null. */
    @Override
    public UpstreamConnection take(String workerId) {
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

    @Override
    public void open(Lease lease, Waiter waiter) {
        UpstreamConnection connection = new UpstreamConnection(this, heads, lease.workerId());
        Future<?> opening = lease.address() instanceof DialedAddress dialed
                ? dialer.dial(dialed, connection)
                : connect(lease.address(), connection);
        opening.addListener(opened -> {
            if (opened.isSuccess()) {
                waiter.onConnected(connection);
            } else {
                waiter.onConnectFailed();
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
    @Override
    public void put(UpstreamConnection connection) {
        Idle idle = byWorker.computeIfAbsent(connection.workerId, id -> new Idle());
        if (idle.size == limits.maxIdle()) {
            connection.close();
            return;
        }
        connection.idleSince = loop.now();
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
    @Override
    public void remove(UpstreamConnection connection) {
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

    /** Closes connections that have been idle for too long. */
    public void sweep() {
        closeIdleSince(loop.now() - limits.idle().toMillis());
    }

    /** Closes all idle connections. */
    public void closeIdle() {
        closeIdleSince(Long.MAX_VALUE);
    }

    /** @param then on the loop's clock, in milliseconds */
    private void closeIdleSince(long then) {
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
