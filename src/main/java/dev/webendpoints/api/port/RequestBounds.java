package dev.webendpoints.api.port;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Registers each request with its connection of the control port, before any other handler sees the request. */
@ApplicationScoped
class RequestBounds {

    static final int FIRST = BodyLimits.FIRST - 1;

    /**
     * Concurrent plain requests on one HTTP/2 connection; one more is refused unprocessed, and clients repeat it. All
     * of them are served in one task of an event loop, which other connections wait for.
     */
    static final int MAX_PLAIN_STREAMS = 16;

    /** Maximum number of bytes in the response to a download: a block of a volume's file. */
    private static final long BLOCK_SIZE = 8 << 20;

    /** How long a call without a credential may wait for its answer: as long as the Modal client does. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The assumed size of an upload without Content-Length, for its time limit. */
    private static final long CHUNKED_UPLOAD = 64L << 20;

    private final ControlPortConfig config;

    RequestBounds(ControlPortConfig config) {
        this.config = config;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        Channel channel =
                routing.request().connection() instanceof ConnectionBase connection ? connection.channel() : null;
        ControlConnection connection = channel == null ? null : ControlConnection.of(channel);
        if (connection == null) {
            routing.next();
        } else if (routing.request().version() == HttpVersion.HTTP_2) {
            onStream(routing, connection, channel.pipeline());
        } else {
            onHttp1(routing, connection, channel.pipeline());
        }
    }

    private void onHttp1(RoutingContext routing, ControlConnection connection, ChannelPipeline pipeline) {
        HttpServerRequest request = routing.request();
        RequestKind kind = RequestKind.of(request);
        connection.onRequest(ControlConnection.ONLY, kind.isCounted(), allowed(kind, request));
        if (pipeline.get(Http1RequestGate.class) == null) {
            pipeline.addBefore(
                    pipeline.lastContext().name(), null, new Http1RequestGate(connection, request.isEnded()));
        }
        routing.next();
    }

    private void onStream(RoutingContext routing, ControlConnection connection, ChannelPipeline pipeline) {
        HttpServerRequest request = routing.request();
        RequestKind kind = RequestKind.of(request);
        if (kind.isCounted() && connection.openRequests() >= MAX_PLAIN_STREAMS) {
            request.response().reset(Http2Error.REFUSED_STREAM.code());
            return;
        }
        int stream = request.streamId();
        connection.onRequest(stream, kind.isCounted(), allowed(kind, request));
        endWithStream(connection, pipeline);
        if (kind == RequestKind.CALL || kind == RequestKind.ANONYMOUS_CALL) {
            Channel channel = pipeline.channel();
            routing.addEndHandler(answered -> channel.eventLoop().execute(() -> connection.onEnd(stream)));
        }
        routing.next();
    }

    private static void endWithStream(ControlConnection connection, ChannelPipeline pipeline) {
        if (connection.followsStreams()) {
            return;
        }
        pipeline.get(Http2ConnectionHandler.class).connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                connection.onEnd(stream.id());
            }
        });
    }

    private long allowed(RequestKind kind, HttpServerRequest request) {
        return switch (kind) {
            case CALL -> ControlConnection.NEVER;
            case ANONYMOUS_CALL -> config.requestTimeout().plus(LONGEST_WAIT).toNanos();
            case PLAIN -> config.requestTimeout().toNanos();
            case DOWNLOAD ->
                config.requestTimeout()
                        .plusSeconds(BLOCK_SIZE / config.minUploadRate().asLongValue())
                        .toNanos();
            case UPLOAD ->
                config.requestTimeout()
                        .plusSeconds(length(request) / config.minUploadRate().asLongValue())
                        .toNanos();
        };
    }

    /** Returns 0 for a length that is not a number: {@link BodyLimits} rejects the request. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? CHUNKED_UPLOAD : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
