package dev.webendpoints.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.lease.DialedAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;

/** Makes connections for a gateway and passes their descriptors, as a worker's network agent does. */
final class TestDialer implements AutoCloseable {

    interface Responder {

        void to(ChannelHandlerContext asked) throws IOException;
    }

    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final Path directory = Files.createTempDirectory("dial");
    private final InetSocketAddress port;
    final List<String> requests = new CopyOnWriteArrayList<>();

    private TestDialer(InetSocketAddress port, Responder responder) throws IOException {
        this.port = port;
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Asked(responder));
                    }
                })
                .bind(new DomainSocketAddress(socket().toString()))
                .syncUninterruptibly();
    }

    /** Returns a dialer to the port of an upstream. */
    static TestDialer to(TestUpstream upstream) throws IOException {
        InetSocketAddress port = (InetSocketAddress) upstream.address();
        return new TestDialer(port, asked -> {
            Socket made = Socket.newSocketStream();
            made.connect(port);
            asked.writeAndFlush(new FileDescriptor(made.intValue())).addListener(sent -> {
                made.close();
                asked.close();
            });
        });
    }

    static TestDialer answering(Responder responder) throws IOException {
        return new TestDialer(new InetSocketAddress("127.0.0.1", 8000), responder);
    }

    DialedAddress address() {
        return new DialedAddress(UnixDomainSocketAddress.of(socket()), port);
    }

    private Path socket() {
        return directory.resolve("dial.sock");
    }

    private final class Asked extends ChannelInboundHandlerAdapter {

        private final Responder responder;

        Asked(Responder responder) {
            this.responder = responder;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
            ByteBuf request = (ByteBuf) message;
            requests.add(request.toString(StandardCharsets.US_ASCII));
            request.release();
            responder.to(ctx);
        }
    }

    @Override
    public void close() throws IOException {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        Files.deleteIfExists(socket());
        Files.deleteIfExists(directory);
    }
}
