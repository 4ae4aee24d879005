package dev.webendpoints.gateway.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/** The end of a TLS handshake: installs the HTTP version that the client chose in it (ALPN, RFC 7301). */
final class TlsHandshake extends ApplicationProtocolNegotiationHandler {

    private final Runnable installHttp1;
    private final Runnable installHttp2;

    TlsHandshake(Runnable installHttp1, Runnable installHttp2) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.installHttp1 = installHttp1;
        this.installHttp2 = installHttp2;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
            installHttp2.run();
        } else {
            installHttp1.run();
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
