package dev.webendpoints.gateway.relay.channel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The native transports. Netty's portable transport lacks Unix sockets, over which workers are reached. */
public enum NativeTransport {
    EPOLL(
            EpollServerSocketChannel.class,
            EpollServerDomainSocketChannel.class,
            EpollSocketChannel.class,
            EpollDomainSocketChannel.class),
    KQUEUE(
            KQueueServerSocketChannel.class,
            KQueueServerDomainSocketChannel.class,
            KQueueSocketChannel.class,
            KQueueDomainSocketChannel.class);

    private final Class<? extends ServerChannel> server;
    private final Class<? extends ServerChannel> unixServer;
    private final Class<? extends Channel> tcp;
    private final Class<? extends Channel> unix;

    NativeTransport(
            Class<? extends ServerChannel> server,
            Class<? extends ServerChannel> unixServer,
            Class<? extends Channel> tcp,
            Class<? extends Channel> unix) {
        this.server = server;
        this.unixServer = unixServer;
        this.tcp = tcp;
        this.unix = unix;
    }

    /** @throws IllegalStateException if neither is available on this machine */
    public static NativeTransport available() {
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        if (KQueue.isAvailable()) {
            return KQUEUE;
        }
        throw new IllegalStateException("The gateway needs epoll (Linux on x86_64 or aarch64) or kqueue (macOS on"
                + " aarch64) to reach workers over Unix sockets, and could load neither: "
                + Epoll.unavailabilityCause());
    }

    public EventLoopGroup newGroup(int loops) {
        DefaultThreadFactory threads = new DefaultThreadFactory("gateway");
        return this == EPOLL ? new EpollEventLoopGroup(loops, threads) : new KQueueEventLoopGroup(loops, threads);
    }

    public Class<? extends ServerChannel> server() {
        return server;
    }

    public Class<? extends ServerChannel> unixServer() {
        return unixServer;
    }

    public Class<? extends Channel> tcp() {
        return tcp;
    }

    public Class<? extends Channel> unix() {
        return unix;
    }
}
