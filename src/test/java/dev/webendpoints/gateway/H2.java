package dev.webendpoints.gateway;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;

/** The client end of an HTTP/2 connection, driven step by step by a test; every wait times out after ten seconds. */
final class H2 implements AutoCloseable {

    private static final long WAIT_SECONDS = 10;

    private final EventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("h2-test", true));
    private final Channel channel;
    final BlockingQueue<Http2Settings> settings = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> goAways = new LinkedBlockingQueue<>();

    H2(int port) {
        this(port, null);
    }

    /** @param tls null for prior knowledge */
    H2(int port, SslContext tls) {
        channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        if (tls != null) {
                            opened.pipeline().addLast(tls.newHandler(opened.alloc()));
                        }
                        opened.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .initialSettings(Http2Settings.defaultSettings())
                                        .validateHeaders(false)
                                        .encoderIgnoreMaxHeaderListSize(true)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                                .addLast(new ConnectionFrames());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    Channel channel() {
        return channel;
    }

    Stream open() {
        Stream stream = new Stream();
        stream.channel = new Http2StreamChannelBootstrap(channel)
                .handler(new StreamFrames(stream))
                .open()
                .syncUninterruptibly()
                .getNow();
        return stream;
    }

    /** Opens a stream with a request to {@code host}. */
    Stream request(String method, String host, String path, boolean ended, String... fields) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority(host)
                .path(path);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return open().headers(headers, ended);
    }

    /** Opens a stream and resets it immediately; does nothing if the connection has ended. */
    void requestAndReset(String host) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .authority(host)
                .path("/");
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInboundHandlerAdapter())
                .open()
                .awaitUninterruptibly()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        opened.getNow().write(new DefaultHttp2HeadersFrame(headers, true));
                        opened.getNow().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
                    }
                });
    }

    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    static <T> T next(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("nothing came for " + WAIT_SECONDS + " s");
            }
            return taken;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A received event of a stream: headers, data or a reset, or none of them if the stream ended without a frame. */
    record Event(Http2Headers headers, String data, Long reset, boolean ended) {}

    static final class Stream {
        private Http2StreamChannel channel;
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        Stream headers(Http2Headers headers, boolean ended) {
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, ended));
            return this;
        }

        Stream data(byte[] data, boolean ended) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(data), ended));
            return this;
        }

        Stream data(String data, boolean ended) {
            return data(data.getBytes(StandardCharsets.ISO_8859_1), ended);
        }

        boolean isWritable() {
            return channel.isWritable();
        }

        void pauseReading() {
            channel.config().setAutoRead(false);
        }

        void resumeReading() {
            channel.config().setAutoRead(true);
        }

        void reset(Http2Error error) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }

        Event next() {
            return H2.next(events);
        }

        /** Returns the next headers; fails on any other event. */
        Http2Headers head() {
            Event event = next();
            if (event.headers == null) {
                throw new AssertionError("headers expected, not " + event);
            }
            return event.headers;
        }

        /** Returns the data until the end of the stream. */
        String body() {
            StringBuilder body = new StringBuilder();
            Event event;
            do {
                event = next();
                if (event.data == null) {
                    throw new AssertionError("data expected after \"" + body + "\", not " + event);
                }
                body.append(event.data);
            } while (!event.ended);
            return body.toString();
        }

        /** Returns data of this length. */
        String text(int length) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                Event event = next();
                if (event.data == null) {
                    throw new AssertionError("data expected after \"" + text + "\", not " + event);
                }
                text.append(event.data);
            }
            return text.toString();
        }

        /** Returns the code of the reset that ends the stream; skips data before it. */
        long brokenBy() {
            Event event = next();
            while (event.reset == null) {
                if (event.ended) {
                    throw new AssertionError("the stream ended as if it were whole");
                }
                event = next();
            }
            return event.reset;
        }
    }

    private static final class StreamFrames extends ChannelInboundHandlerAdapter {
        private final Stream stream;

        private StreamFrames(Stream stream) {
            this.stream = stream;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                stream.events.add(new Event(headers.headers(), null, null, headers.isEndStream()));
            } else if (frame instanceof Http2DataFrame data) {
                ByteBuf content = data.content();
                stream.events.add(
                        new Event(null, content.toString(StandardCharsets.ISO_8859_1), null, data.isEndStream()));
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                stream.events.add(new Event(null, null, reset.errorCode(), false));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private final class ConnectionFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2SettingsFrame received) {
                settings.add(received.settings());
            } else if (frame instanceof Http2GoAwayFrame goAway) {
                goAways.add(goAway.errorCode());
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
