package dev.webendpoints.api.port;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps a new connection on the event loop that accepts connections until its first request is known. Answers a
 * liveness probe there: that loop does no other work, so the answer does not depend on how busy the other event loops
 * are. Moves every other connection to one of those, with the bytes received so far, and then removes itself from the
 * pipeline.
 */
final class FirstRequest extends ChannelInboundHandlerAdapter {

    /** A connection that sends no byte is closed after this time, as Quarkus closes idle ones. */
    private static final long SILENCE_MINUTES = 5;

    private final LivenessAnswer liveness;
    private final Consumer<Channel> goOn;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean answering;
    private boolean leaving;

    /** @param goOn registers the channel with another event loop; called on the present one */
    FirstRequest(LivenessAnswer liveness, Consumer<Channel> goOn) {
        this.liveness = liveness;
        this.goOn = goOn;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var silence = context.executor()
                .schedule(
                        () -> {
                            if (!received.isReadable()) {
                                context.close();
                            }
                        },
                        SILENCE_MINUTES,
                        TimeUnit.MINUTES);
        context.channel().closeFuture().addListener(closed -> silence.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf piece = (ByteBuf) message;
        received = received.isReadable() ? joined(received, piece) : piece;
        if (answering || leaving) {
            return;
        }
        switch (LivenessRequest.of(received)) {
            case WHOLE -> answer(context);
            case OTHER -> leave(context.channel());
            case BEGUN -> {}
        }
    }

    private static ByteBuf joined(ByteBuf first, ByteBuf second) {
        ByteBuf both = Unpooled.buffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    private void answer(ChannelHandlerContext context) {
        answering = true;
        liveness.now()
                .subscribe()
                .with(answer -> context.executor()
                        .execute(() -> context.writeAndFlush(Unpooled.wrappedBuffer(answer))
                                .addListener(ChannelFutureListener.CLOSE)));
    }

    /** Deregisters the channel; nothing is read until it is registered with the other event loop. */
    private void leave(Channel channel) {
        leaving = true;
        channel.config().setAutoRead(false);
        channel.deregister().addListener((ChannelFuture left) -> {
            if (left.isSuccess()) {
                goOn.accept(channel);
            } else {
                channel.unsafe().closeForcibly();
            }
        });
    }

    /** The second call is on the other event loop, after the next handlers of the pipeline have been added. */
    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        context.fireChannelRegistered();
        if (leaving && !context.isRemoved()) {
            ByteBuf first = received;
            received = Unpooled.EMPTY_BUFFER;
            context.channel().config().setAutoRead(true);
            context.fireChannelRead(first);
            context.fireChannelReadComplete();
            if (!context.isRemoved()) { // an upgrade to HTTP/2 empties the pipeline
                context.pipeline().remove(this);
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        received.release();
    }
}
