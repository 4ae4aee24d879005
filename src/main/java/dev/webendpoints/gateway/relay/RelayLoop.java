package dev.webendpoints.gateway.relay;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.RequestFilter;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.client.ClientContext;
import dev.webendpoints.gateway.relay.exchange.DeferredResponses;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.ExchangeContext;
import dev.webendpoints.gateway.relay.h1.ClientConnection;
import dev.webendpoints.gateway.relay.h2.Http2Connection;
import dev.webendpoints.gateway.relay.upstream.UpstreamPool;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;

/** The relay on one event loop: creates the parts that its connections share, and checks their deadlines. */
final class RelayLoop {

    private final EventLoopContext context;
    private final UpstreamPool pool;
    private final ClientContext clients;
    private final RelaySettings settings;
    private final BiConsumer<Channel, RemotePeer> http2 = this::installHttp2;
    private final ScheduledFuture<?> sweeping;

    RelayLoop(
            EventLoop loop,
            NativeTransport transport,
            RequestFilter filter,
            RelaySettings settings,
            DeferredResponses deferred) {
        this.settings = settings;
        context = new EventLoopContext(loop);
        pool = new UpstreamPool(context, transport, settings.workers(), settings.answers());
        ExchangeContext exchanges =
                new ExchangeContext(context, filter, pool, deferred, settings.workers(), settings.maxMessageBytes());
        clients = new ClientContext(
                context,
                exchanges,
                settings.clients(),
                settings.requests(),
                settings.answers(),
                settings.callIds(),
                new HeadIntake.Shared<>(() -> new RequestHead(settings.requests())));
        sweeping = loop.scheduleAtFixedRate(
                this::sweep, EventLoopContext.SWEEP_MILLIS, EventLoopContext.SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return context.loop();
    }

    /** Returns the handler of a new plain-text connection. */
    ChannelHandler plainHandler(Channel channel) {
        return http1(channel, peer(channel, "http"));
    }

    private ClientConnection http1(Channel channel, RemotePeer peer) {
        return new ClientConnection(clients, channel, peer, http2);
    }

    private void installHttp2(Channel channel, RemotePeer peer) {
        Http2Connection.install(clients, channel, peer);
    }

    /** Returns the handlers of a new TLS connection. */
    ChannelHandler[] tlsHandlers(Channel channel, SslContext certificates) {
        SslHandler tls = certificates.newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(settings.clients().headDeadline().toMillis());
        RemotePeer peer = peer(channel, "https");
        TlsHandshake handshake = new TlsHandshake(
                () -> channel.pipeline().addLast(http1(channel, peer)), () -> installHttp2(channel, peer));
        return new ChannelHandler[] {tls, handshake};
    }

    /** @param scheme {@code http} or {@code https} */
    private RemotePeer peer(Channel channel, String scheme) {
        String address = channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "127.0.0.1";
        return new RemotePeer(address, scheme, settings.proxies());
    }

    private void sweep() {
        context.sweep();
        pool.sweep();
    }

    int openClients() {
        return context.openClients();
    }

    boolean closeIdlest() {
        return context.closeIdlest();
    }

    /** Closes idle connections now, and others after their current request. */
    void drain() {
        context.drain();
    }

    /** Closes all connections. */
    void cut() {
        sweeping.cancel(false);
        context.cut();
        pool.closeIdle();
    }
}
