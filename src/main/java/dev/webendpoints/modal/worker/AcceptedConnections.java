package dev.webendpoints.modal.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Limits the open connections of one socket, from their acceptance on: one more is closed. Vert.x exposes no connection
 * before its first request, so the listening socket is found on its event loop.
 */
final class AcceptedConnections extends ChannelInboundHandlerAdapter {

    private final VertxInternal vertx;
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    AcceptedConnections(Vertx vertx, int limit) {
        this.vertx = (VertxInternal) vertx;
        this.limit = limit;
    }

    /** Limits the connections of the socket at a path, which listens already. */
    Future<Void> limit(Path socket) {
        List<Future<Void>> searches = new ArrayList<>();
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                Promise<Void> searched = Promise.promise();
                searches.add(searched.future());
                loop.execute(() -> {
                    loop.registeredChannelsIterator().forEachRemaining(channel -> addTo(channel, socket));
                    searched.complete();
                });
            }
        }
        return Future.all(searches).mapEmpty();
    }

    private void addTo(Channel channel, Path socket) {
        if (channel instanceof ServerChannel
                && channel.localAddress() instanceof DomainSocketAddress address
                && address.path().equals(socket.toString())) {
            channel.pipeline().addFirst(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            connection.unsafe().closeForcibly();
        } else {
            connection.closeFuture().addListener(closed -> open.decrementAndGet());
            context.fireChannelRead(connection);
        }
    }
}
