package dev.webendpoints.gateway.relay;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;

/** The relay over a group of event loops. */
public final class Relay {

    /**
     * Above the high mark the other side is no longer read; below the low mark reading resumes. Bounds the memory that
     * a slow reader can consume, in bytes per connection and direction.
     */
    public static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    /** Write buffer limits of an HTTP/2 stream. A connection may have a hundred of them. */
    static final WriteBufferWaterMark STREAM_WATER_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final ResultStore results;
    private final Map<EventLoop, EventLoopContext> states = new IdentityHashMap<>();

    public Relay(EventLoopGroup group, NativeTransport transport, RequestFilter filter, RelaySettings settings) {
        results = new ResultStore(group, transport, settings.results());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            states.put(loop, new EventLoopContext(loop, transport, filter, settings, results));
        }
    }

    /** Returns an allocator of read buffers for accepted connections, with room for rewritten heads. */
    public static RecvByteBufAllocator receiveBuffers() {
        return new HeadroomAllocator();
    }

    /** Returns the handler for accepted plain-text connections. */
    public ChannelHandler clientHandler() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                EventLoopContext state = states.get(channel.eventLoop());
                channel.pipeline().addLast(new ClientConnection(state, channel, state.peer(channel, "http")));
            }
        };
    }

    /**
     * Returns the handler for accepted connections of a TLS port.
     *
     * @param certificates queried for each connection, so that they can be replaced
     */
    public ChannelHandler tlsClientHandler(Supplier<SslContext> certificates) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                EventLoopContext state = states.get(channel.eventLoop());
                channel.pipeline().addLast(TlsHandshake.handlers(state, channel, certificates.get()));
            }
        };
    }

    /**
     * Closes the client connections that have been idle longest, to make room for new ones. Must be called on
     * {@code loop}.
     *
     * @return whether there were any on this loop
     */
    public boolean closeIdlest(EventLoop loop) {
        return states.get(loop).closeIdlest();
    }

    /**
     * Makes the other loops close their longest-idle connections. Must be called on {@code loop}.
     *
     * @return completes on {@code loop} when they have
     */
    public Future<Void> closeIdlestElsewhere(EventLoop loop) {
        PromiseCombiner others = new PromiseCombiner(loop);
        for (EventLoopContext state : states.values()) {
            if (state.loop != loop) {
                others.add((Future<?>) state.loop.submit(state::closeIdlest));
            }
        }
        Promise<Void> closed = loop.newPromise();
        others.finish(closed);
        return closed;
    }

    /** Stops admitting new work; open work continues. */
    public void drain() {
        states.values().forEach(state -> state.loop.execute(state::drain));
    }

    /** Returns the number of open client connections. Blocks on the loops: must not be called from one of them. */
    public int openConnections() {
        int open = 0;
        for (EventLoopContext state : states.values()) {
            open += onLoop(state, state::openClients);
        }
        return open;
    }

    /** Closes everything that is still open. Must not be called from an event loop. */
    public void cut() {
        for (EventLoopContext state : states.values()) {
            onLoop(state, () -> {
                state.cut();
                return null;
            });
        }
        results.close();
    }

    private static <T> T onLoop(EventLoopContext state, Callable<T> question) {
        try {
            return state.loop.submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the gateway stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An event loop of the gateway failed", e.getCause());
        }
    }
}
