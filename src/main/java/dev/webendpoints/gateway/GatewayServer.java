package dev.webendpoints.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.webendpoints.gateway.relay.Relay;
import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.gateway.relay.admission.RequestFilter;
import dev.webendpoints.gateway.relay.channel.HeadroomAllocator;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;

/** Owns the listening sockets and the event loops: one loop per core, used only by the gateway. */
final class GatewayServer {

    /** Connections that the kernel queues between two rounds of accepting. */
    private static final int BACKLOG = 4096;

    private static final long POLL_MILLIS = 20;
    private static final long LOOPS_END_WITHIN_MILLIS = 2000;

    private final EventLoopGroup group;
    private final Relay relay;
    private final int maxConnections;
    private final Optional<CertificateReloader> certificates;
    private final List<Channel> channels = new ArrayList<>();
    private final AtomicInteger openConnections = new AtomicInteger();

    private GatewayServer(EventLoopGroup group, Relay relay, ListenAddress where) {
        this.group = group;
        this.relay = relay;
        maxConnections = where.maxConnections();
        certificates = where.certificates();
    }

    /** @throws IllegalStateException if there is no native transport, or an address cannot be bound */
    static GatewayServer start(ListenAddress where, RequestFilter filter, RelaySettings settings) {
        NativeTransport transport = NativeTransport.available();
        EventLoopGroup group = transport.newGroup(Runtime.getRuntime().availableProcessors());
        Relay relay = new Relay(group, transport, filter, settings);
        GatewayServer server = new GatewayServer(group, relay, where);
        server.listen(transport, where.host(), where.port(), relay.clientHandler());
        where.certificates()
                .ifPresent(certificates ->
                        server.listen(transport, where.host(), where.tlsPort(), relay.tlsClientHandler(certificates)));
        return server;
    }

    private void listen(NativeTransport transport, String host, int port, ChannelHandler callers) {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferMarks.CONNECTION)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new HeadroomAllocator())
                .childHandler(counted(callers))
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(Duration.ZERO);
            throw new IllegalStateException(
                    "The gateway cannot listen on " + host + ":" + port
                            + " (webendpoints.gateway.host, .port and .tls.port): "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        channels.add(bound.channel());
    }

    private ChannelHandler counted(ChannelHandler callers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                openConnections.incrementAndGet();
                channel.closeFuture().addListener(closed -> openConnections.decrementAndGet());
                if (fits() || relay.closeIdlest(channel.eventLoop()) && fits()) {
                    channel.pipeline().addLast(callers);
                } else {
                    channel.config().setAutoRead(false);
                    relay.closeIdlestElsewhere(channel.eventLoop()).addListener(done -> admit(channel, callers));
                }
            }
        };
    }

    private void admit(Channel channel, ChannelHandler callers) {
        if (fits()) {
            channel.pipeline().addLast(callers);
            channel.config().setAutoRead(true);
        } else {
            channel.close();
        }
    }

    private boolean fits() {
        return openConnections.get() <= maxConnections;
    }

    /** Returns the number of open client connections. */
    int openConnections() {
        return openConnections.get();
    }

    int port() {
        return port(0);
    }

    /** Must be called only if there are certificates. */
    int tlsPort() {
        return port(1);
    }

    private int port(int index) {
        return ((InetSocketAddress) channels.get(index).localAddress()).getPort();
    }

    /**
     * Stops accepting, lets open requests finish within the grace period, then ends them. Blocks; must not be called
     * from an event loop. A second call does nothing.
     */
    void stop(Duration grace) {
        if (group.isShuttingDown()) {
            return;
        }
        certificates.ifPresent(CertificateReloader::close);
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        relay.drain();
        long end = System.nanoTime() + grace.toNanos();
        while (relay.openConnections() > 0 && System.nanoTime() < end) {
            pause();
        }
        relay.cut();
        group.shutdownGracefully(0, LOOPS_END_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the gateway stops", e);
        }
    }
}
