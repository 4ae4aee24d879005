package dev.webendpoints.gateway.relay.h2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import dev.webendpoints.gateway.relay.client.ClientContext;
import dev.webendpoints.gateway.relay.client.ClientDeadlines;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.TrackedConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * A client's HTTP/2 connection: Netty's codec, which gives each stream a channel of its own, and the state of the
 * connection as a whole. Each stream is a {@link Http2Stream}.
 *
 * <p>The codec bounds what a client can cause at no cost to itself: concurrent streams, the rate of resets, small
 * continuation frames, empty data frames, queued control frames. {@link Http2FrameScanner} bounds the rest. Exceeding a
 * bound ends the connection with a GOAWAY.
 */
public final class Http2Connection extends ChannelInboundHandlerAdapter
        implements TrackedConnection, Http2Stream.Owner {

    /** Concurrent requests on one connection; more are refused and may be retried (RFC 9113 §5.1.2). */
    private static final int MAX_STREAMS = 100;

    /** Bytes of one stream's body that may be in flight to the gateway, or queued there for the worker. */
    private static final int STREAM_WINDOW = 256 * 1024;

    /** Large enough that a stream whose worker reads nothing does not block the others. */
    private static final int CONNECTION_WINDOW = MAX_STREAMS * STREAM_WINDOW;

    private static final long UNTIL_STREAMS_END = -1;

    private final EventLoopContext loop;
    private final Channel channel;
    private final Http2FrameCodec codec;
    private final ClientDeadlines deadlines;
    private final Http2LingeringClose lingeringClose;
    private final Set<Http2Stream> streams = new HashSet<>();

    /** Whether the client's preface is complete: its SETTINGS frame has arrived. */
    private boolean greeted;

    private ChannelHandlerContext ctx;

    private Http2Connection(ClientContext context, Channel channel) {
        loop = context.loop();
        this.channel = channel;
        codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(settings(context.requests().maxHeadBytes()))
                .validateRequiredPseudoHeaders(true)
                .gracefulShutdownTimeoutMillis(UNTIL_STREAMS_END)
                .build();
        deadlines = new ClientDeadlines(() -> ClientDeadlines.waiting(channel), context.limits(), loop.now());
        deadlines.onRead(loop.now());
        lingeringClose = new Http2LingeringClose(loop, context.limits(), this::onLeaving);
    }

    private static Http2Settings settings(int maxHeadBytes) {
        return Http2Settings.defaultSettings()
                .maxConcurrentStreams(MAX_STREAMS)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(maxHeadBytes)
                .connectProtocolEnabled(true);
    }

    /** Adds the handlers of a connection whose client speaks HTTP/2 from the next byte on. */
    public static void install(ClientContext context, Channel channel, RemotePeer peer) {
        Http2Connection connection = new Http2Connection(context, channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(connection.lingeringClose);
        pipeline.addLast(
                new Http2FrameGuard(context.loop(), new Http2FrameScanner(MAX_STREAMS), connection::onViolation));
        pipeline.addLast(connection.codec);
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setWriteBufferWaterMark(WriteBufferMarks.STREAM);
                stream.pipeline().addLast(new Http2Stream(context, stream, peer, connection));
            }
        }));
        pipeline.addLast(connection);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Http2Exception {
        ctx = added;
        loop.opened(this);
        var connection = codec.connection();
        int more = CONNECTION_WINDOW - connection.local().flowController().initialWindowSize();
        connection.local().flowController().incrementWindowSize(connection.connectionStream(), more);
        ctx.flush();
        if (loop.isDraining()) {
            onDrain();
        }
    }

    @Override
    public void opened(Http2Stream stream) {
        streams.add(stream);
        loop.opened(stream);
    }

    @Override
    public void closed(Http2Stream stream) {
        streams.remove(stream);
        loop.closed(stream);
        deadlines.onIdle(loop.now());
    }

    /** Discards frames of the connection itself, which the codec has already handled. */
    @Override
    public void channelRead(ChannelHandlerContext read, Object frame) {
        if (!greeted) {
            greeted = true;
            deadlines.onIdle(loop.now());
        }
        ReferenceCountUtil.release(frame);
    }

    /** Ends the connection with a GOAWAY because the client violated a rule of the connection. */
    private void onViolation(Http2Error error) {
        ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(error));
        lingeringClose.begin();
    }

    /** Nothing more will be written: ends all open streams. */
    private void onLeaving() {
        new ArrayList<>(streams).forEach(Http2Stream::onCallerGone);
    }

    /** Treats a half-close as the end of the connection: without input, HTTP/2 cannot continue. */
    @Override
    public void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            cut();
        }
    }

    @Override
    public void onSweep(long now) {
        lingeringClose.onSweep(now);
        if (deadlines.readerIsStuck(now) || !greeted && deadlines.headIsLate(now)) {
            cut();
        } else if (streams.isEmpty() && deadlines.idleTooLong(now)) {
            channel.close();
        }
    }

    @Override
    public long idleSince() {
        return streams.isEmpty() ? deadlines.lastRead() : BUSY;
    }

    /** Sends GOAWAY, without the time to read it that a departure allows. */
    @Override
    public void onIdleTooMany() {
        ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        cut();
    }

    /** Sends GOAWAY; open streams continue, and the last one ends the connection. */
    @Override
    public void onDrain() {
        channel.close();
    }

    @Override
    public void cut() {
        channel.unsafe().close(channel.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ended) {
        loop.closed(this);
        onLeaving();
    }

    /** Does not log a client's protocol errors: the codec sends GOAWAY with the error code and ends the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        if (!(cause instanceof Http2Exception)) {
            ChannelFailures.report(cause);
            cut();
        }
    }
}
