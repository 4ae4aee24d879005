package dev.webendpoints.api;

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
 * Lets one request of an HTTP/1.1 connection through at a time: the next one when the answer before it has been written
 * and its caller takes bytes. Without it, requests that are sent in a row are served in a row, and their answers wait in
 * memory for a caller who may take none. A caller who sends more ahead than {@link #MAX_AHEAD} is cut.
 */
final class Http1RequestGate extends ChannelDuplexHandler {

    /** Messages of requests that are not let through yet: heads, pieces of bodies, ends. */
    static final int MAX_AHEAD = 64;

    private final ControlConnection connection;
    private final Queue<HttpObject> ahead = new ArrayDeque<>();

    /** Of the request that was let through last. */
    private boolean isWhole;

    private boolean isAnswered;
    private boolean cut;

    /**
     * Is added while a first request is under way.
     *
     * @param isWhole whether that request has come to its end
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

    /** To WebSocket, whose messages are no HTTP and pass. */
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

    /** In a turn of its own, so that other connections have theirs between two requests of this one. */
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
