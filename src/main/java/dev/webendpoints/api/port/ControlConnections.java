package dev.webendpoints.api.port;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import com.sun.management.UnixOperatingSystemMXBean;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * The connections of the control port. Closes idle connections to make room for new ones, so that unauthenticated
 * clients with many connections cannot lock out others, and closes connections whose client misses a deadline.
 * Thread-safe.
 */
@ApplicationScoped
class ControlConnections {

    /** The control port may use one in this many of the files that the process may open. */
    private static final int SHARE_OF_DESCRIPTORS = 8;

    /** At a limit one in this many is closed, so that a flood does not cost a search for each connection. */
    private static final int PARTS = 50;

    private static final long SWEEP_MILLIS = 1_000;

    private static final long START = System.nanoTime();

    private final VertxInternal vertx;
    private final ControlPortConfig config;
    private final LivenessAnswer liveness;
    private final int maxConnections;
    private final int maxRequests;
    private final Set<ControlConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Admission admission = new Admission();
    private final long sweep;

    ControlConnections(Vertx vertx, ControlPortConfig config, LivenessAnswer liveness) {
        this.vertx = (VertxInternal) vertx;
        this.config = config;
        this.liveness = liveness;
        maxConnections = connections(config.maxConnections(), descriptors());
        maxRequests = Math.min(config.maxRequests(), maxConnections / 2);
        sweep = vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(sweep);
    }

    static int connections(int configured, long descriptors) {
        return (int) Math.min(configured, Math.max(1, descriptors / SHARE_OF_DESCRIPTORS));
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > 0
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** Vert.x exposes no connection before its first request, so listening sockets are found on their event loops. */
    void onListening(@ObservesAsync HttpServerStart event) {
        findListeningSockets();
    }

    void onListeningWithTls(@ObservesAsync HttpsServerStart event) {
        findListeningSockets();
    }

    private void findListeningSockets() {
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::admitThrough));
            }
        }
    }

    private void admitThrough(Channel channel) {
        if (channel instanceof ServerChannel
                && channel.localAddress() instanceof InetSocketAddress
                && channel.pipeline().get(Admission.class) == null) {
            channel.pipeline().addFirst(admission);
        }
    }

    /** Receives each accepted connection before Vert.x does. */
    @ChannelHandler.Sharable
    private final class Admission extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            Channel channel = (Channel) accepted;
            if (open.size() >= maxConnections) {
                closeFirst(ControlConnection::idleSince, maxConnections);
            }
            if (open.size() < maxConnections + maxConnections / PARTS) {
                ControlConnection connection = new ControlConnection(ControlConnections.this, channel);
                open.add(connection);
                channel.pipeline().addFirst(connection).addLast(new FirstRequest(liveness, context::fireChannelRead));
                context.channel().eventLoop().register(channel).addListener(registered -> {
                    if (!registered.isSuccess()) {
                        channel.unsafe().closeForcibly();
                    }
                });
            } else {
                channel.unsafe().closeForcibly();
            }
        }
    }

    void onRequest() {
        if (requests.incrementAndGet() > maxRequests) {
            closeFirst(ControlConnection::oldestRequest, maxRequests);
        }
    }

    void onEnd(int ended) {
        requests.addAndGet(-ended);
    }

    void onClosed(ControlConnection connection) {
        open.remove(connection);
    }

    /** Closes a fraction of the connections for which the time is defined, the earliest first. */
    private void closeFirst(ToLongFunction<ControlConnection> time, int bound) {
        open.stream()
                .map(connection -> new Timed(connection, time.applyAsLong(connection)))
                .filter(timed -> timed.time != ControlConnection.NEVER)
                .sorted(Comparator.comparingLong(Timed::time))
                .limit(Math.max(1, bound / PARTS))
                .forEach(timed -> close(timed.connection));
    }

    /** Makes room immediately, even if the connection's event loop is busy. */
    private void close(ControlConnection connection) {
        open.remove(connection);
        connection.close();
    }

    private record Timed(ControlConnection connection, long time) {}

    private void sweep() {
        long now = now();
        open.stream().filter(connection -> connection.isLate(now)).forEach(ControlConnection::closeLate);
    }

    /** Returns nanoseconds, so that two connections rarely have the same time. */
    long now() {
        return System.nanoTime() - START;
    }

    long headTimeout() {
        return config.headTimeout().toNanos();
    }
}
