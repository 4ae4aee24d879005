package dev.webendpoints.api;

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
 * Holds a new connection on the event loop that accepts connections until its first request says what it is. A question for
 * liveness is answered there, where nothing else is done: how busy the server's other event loops are does not matter to
 * it. Every other connection goes on to one of those, with the bytes that have come, and this handler leaves it.
 */
final class FirstRequest extends ChannelInboundHandlerAdapter {

    /** A connection without a byte is closed then, as Quarkus closes idle ones. */
    private static final long SILENCE_MINUTES = 5;

    private final LivenessAnswer liveness;
    private final Consumer<Channel> goOn;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean answering;
    private boolean leaving;

    /** @param goOn has the channel registered with another event loop; called on the present one */
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

    /** Nothing is read while the channel is on its way. */
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

    /** The second time this is the other event loop, and what comes next in the pipeline has just been put there. */
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
