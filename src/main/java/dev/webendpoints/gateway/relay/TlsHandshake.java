package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.RemotePeer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/** The start of a TLS connection: the handshake, and the HTTP version that the client chose in it (ALPN, RFC 7301). */
final class TlsHandshake extends ApplicationProtocolNegotiationHandler {

    private final EventLoopContext state;
    private final RemotePeer peer;

    private TlsHandshake(EventLoopContext state, RemotePeer peer) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.state = state;
        this.peer = peer;
    }

    static ChannelHandler[] handlers(EventLoopContext state, Channel channel, SslContext context) {
        SslHandler tls = context.newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(state.settings.clients().headDeadline().toMillis());
        return new ChannelHandler[] {tls, new TlsHandshake(state, state.peer(channel, "https"))};
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        Channel channel = ctx.channel();
        if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
            Http2Connection.install(state, channel, peer);
        } else {
            channel.pipeline().addLast(new ClientConnection(state, channel, peer));
        }
    }

    /** Not logged: caused by scanners, and by clients that do not trust the certificate. */
    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
