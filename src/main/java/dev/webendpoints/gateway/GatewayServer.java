package dev.webendpoints.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.relay.Door;
import dev.webendpoints.gateway.relay.Relay;
import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.gateway.relay.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;

/** The listening socket and the event loops: as many as there are cores, and nobody else's. */
final class GatewayServer {

    /** Connections the kernel holds for us between two rounds of accepting. */
    private static final int BACKLOG = 4096;

    private static final long POLL_MILLIS = 20;
    private static final long LOOPS_END_WITHIN_MILLIS = 2000;

    private final EventLoopGroup group;
    private final Relay relay;
    private final Channel channel;

    private GatewayServer(EventLoopGroup group, Relay relay, Channel channel) {
        this.group = group;
        this.relay = relay;
        this.channel = channel;
    }

    /** @throws IllegalStateException when there is no native transport, or the address cannot be listened on */
    static GatewayServer start(String host, int port, Door door, RelaySettings settings) {
        Transport transport = Transport.available();
        EventLoopGroup group = transport.newGroup(Runtime.getRuntime().availableProcessors());
        Relay relay = new Relay(group, transport, door, settings);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Relay.WATER_MARKS)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, Relay.receiveBuffers())
                .childHandler(relay.clientHandler())
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw new IllegalStateException(
                    "The gateway cannot listen on " + host + ":" + port + " (webendpoints.gateway.host and .port): "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return new GatewayServer(group, relay, bound.channel());
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /**
     * Stops accepting, lets what is open finish for so long, then ends it. Blocks; not from an event loop. A second
     * call does nothing.
     */
    void stop(Duration grace) {
        if (group.isShuttingDown()) {
            return;
        }
        channel.close().awaitUninterruptibly();
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
