package dev.webendpoints.gateway.relay.upstream;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.relay.channel.HeadroomAllocator;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import dev.webendpoints.lease.DialedAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * Opens connections into the network namespaces of workers, on Linux. An agent in the namespace makes each connection
 * and passes its descriptor (SCM_RIGHTS, unix(7)); the result is an ordinary channel of this loop.
 *
 * <p>The agent is one of the server's processes. Netty must not receive descriptors from a hostile peer: if a message
 * contains two, it closes neither (netty_unix_socket.c, recvFd).
 */
final class NetworkDialer {

    private final EventLoop loop;
    private final Duration timeout;

    NetworkDialer(EventLoop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /** Completes later, on the loop: when the handler is on an open channel, or with a failure, within the timeout. */
    Future<Void> dial(DialedAddress address, ChannelHandler handler) {
        Dial dial = new Dial(address.port(), handler);
        new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                .option(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .handler(dial)
                .connect(new DomainSocketAddress(address.dialer().getPath().toString()))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        dial.opened.tryFailure(connected.cause());
                    }
                });
        return dial.opened;
    }

    /** One requested connection. */
    private final class Dial extends ChannelInboundHandlerAdapter {

        private final InetSocketAddress port;
        private final ChannelHandler handler;
        private final Promise<Void> opened = loop.newPromise();
        private Future<?> deadline;

        Dial(InetSocketAddress port, ChannelHandler handler) {
            this.port = port;
            this.handler = handler;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            deadline = loop.schedule(() -> ctx.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            String request = port.getAddress().getHostAddress() + " " + port.getPort() + "\n";
            ctx.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII), ctx.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            FileDescriptor descriptor = (FileDescriptor) message;
            if (opened.isDone()) {
                descriptor.close();
            } else {
                take(descriptor);
                ctx.close();
            }
        }

        private void take(FileDescriptor descriptor) throws Exception {
            EpollSocketChannel channel;
            try {
                channel = new EpollSocketChannel(descriptor.intValue());
            } catch (RuntimeException e) {
                descriptor.close();
                throw e;
            }
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
            channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferMarks.CONNECTION);
            channel.config().setOption(ChannelOption.RCVBUF_ALLOCATOR, new HeadroomAllocator());
            channel.pipeline().addLast(handler);
            loop.register(channel).addListener(registered -> {
                if (registered.isSuccess()) {
                    opened.trySuccess(null);
                } else {
                    opened.tryFailure(registered.cause());
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (deadline != null) {
                deadline.cancel(false);
            }
            opened.tryFailure(new ConnectException("the dialer made no connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            opened.tryFailure(cause);
            ctx.close();
        }
    }
}
