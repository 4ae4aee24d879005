package dev.webendpoints.api.port;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes one request of an HTTP/1.1 connection at a time: the next one when the previous response has been written and
 * the channel is writable. Without it, pipelined requests are served one after another, and their responses wait in
 * memory for a client that may not read them. A client that pipelines more than {@link #MAX_AHEAD} messages is
 * disconnected.
 */
final class Http1RequestGate extends ChannelDuplexHandler {

    /** Maximum number of queued messages of later requests: heads, parts of bodies, ends. */
    static final int MAX_AHEAD = 64;

    private final ControlConnection connection;
    private final Queue<HttpObject> ahead = new ArrayDeque<>();

    /** Whether the request that was passed last has been received completely. */
    private boolean isWhole;

    private boolean isAnswered;
    private boolean cut;

    /**
     * Creates a gate that is added during a connection's first request.
     *
     * @param isWhole whether that request has been received completely
     */
    Http1RequestGate(ControlConnection connection, boolean isWhole) {
        this.connection = connection;
        this.isWhole = isWhole;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (cut) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpObject part && !(ahead.isEmpty() && mayPass(context, part))) {
            ahead.add(part);
            cutWhenTooMany(context);
        } else {
            pass(context, message);
        }
    }

    private boolean mayPass(ChannelHandlerContext context, HttpObject part) {
        return !(part instanceof HttpRequest)
                || isWhole && isAnswered && context.channel().isWritable();
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            isWhole = false;
            isAnswered = false;
        }
        boolean isLast = message instanceof LastHttpContent;
        context.fireChannelRead(message);
        if (isLast) {
            isWhole = true;
            endWhenDone(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise.unvoid();
        if (isSwitch(message)) {
            connection.onEnd(ControlConnection.ONLY);
        } else if (message instanceof HttpObject && !isInterim(message)) {
            connection.onAnswer();
            if (message instanceof LastHttpContent) {
                written.addListener(done -> onAnswered(context));
            }
        }
        context.write(message, written);
    }

    /** Returns whether the connection switches to WebSocket, whose messages are not HTTP and pass. */
    private static boolean isSwitch(Object message) {
        return message instanceof HttpResponse response
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void onAnswered(ChannelHandlerContext context) {
        isAnswered = true;
        endWhenDone(context);
    }

    private void endWhenDone(ChannelHandlerContext context) {
        if (isWhole && isAnswered) {
            connection.onEnd(ControlConnection.ONLY);
            resumeLater(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        resumeLater(context);
        context.fireChannelWritabilityChanged();
    }

    /** Resumes in a separate task of the event loop, so that other connections run between two requests of this one. */
    private void resumeLater(ChannelHandlerContext context) {
        if (!ahead.isEmpty()) {
            context.executor().execute(() -> resume(context));
        }
    }

    private void resume(ChannelHandlerContext context) {
        boolean passed = false;
        while (!ahead.isEmpty() && !context.isRemoved() && mayPass(context, ahead.peek())) {
            pass(context, ahead.remove());
            passed = true;
        }
        if (passed) {
            context.fireChannelReadComplete();
        }
    }

    private void cutWhenTooMany(ChannelHandlerContext context) {
        if (ahead.size() > MAX_AHEAD) {
            cut = true;
            release();
            context.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }
}
