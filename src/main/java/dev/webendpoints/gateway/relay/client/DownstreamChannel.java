package dev.webendpoints.gateway.relay.client;

import dev.webendpoints.gateway.relay.channel.ReadGate;
import dev.webendpoints.gateway.relay.exchange.Downstream;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.Exchange;
import dev.webendpoints.gateway.relay.exchange.TrackedConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A client side with a channel of its own: what HTTP/1.1 connections and HTTP/2 streams have in common. */
public abstract class DownstreamChannel extends ChannelInboundHandlerAdapter implements Downstream, TrackedConnection {

    protected final ClientContext context;
    protected final EventLoopContext loop;
    protected final Channel channel;
    protected final ReadGate gate;

    /** The request in progress, or null. */
    protected Exchange exchange;

    protected DownstreamChannel(ClientContext context, Channel channel) {
        this.context = context;
        loop = context.loop();
        this.channel = channel;
        gate = new ReadGate(channel);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.onCallerWritable(channel.isWritable());
        }
    }

    @Override
    public final ReadGate gate() {
        return gate;
    }

    @Override
    public final boolean isWritable() {
        return channel.isWritable();
    }

    /** @param holdsBody whether the client waits for a 100 before it sends the body */
    protected final void onBodySweep(ClientDeadlines deadlines, boolean holdsBody, long now) {
        boolean isCallersTurn = !gate.isPaused() && !holdsBody && exchange.hasWorker();
        if (deadlines.bodyIsLate(isCallersTurn, now)) {
            exchange.onRequestSilent();
        }
    }
}
