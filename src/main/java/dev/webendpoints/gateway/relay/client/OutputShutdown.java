package dev.webendpoints.gateway.relay.client;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends the output to a client, and leaves the input open. */
public final class OutputShutdown {

    private OutputShutdown() {}

    /** Under TLS sends close_notify first: without it the client would have to consider its response truncated. */
    public static void of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound();
        }
    }
}
