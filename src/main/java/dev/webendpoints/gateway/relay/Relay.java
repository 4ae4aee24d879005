package dev.webendpoints.gateway.relay;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import dev.webendpoints.gateway.relay.admission.RequestFilter;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.deferred.ResultStore;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;

/** The relay over a group of event loops. */
public final class Relay {

    private final ResultStore results;
    private final Map<EventLoop, RelayLoop> loops = new IdentityHashMap<>();

    public Relay(EventLoopGroup group, NativeTransport transport, RequestFilter filter, RelaySettings settings) {
        results = new ResultStore(group, transport, settings.results());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            loops.put(loop, new RelayLoop(loop, transport, filter, settings, results));
        }
    }

    /** Returns the handler for accepted plain-text connections. */
    public ChannelHandler clientHandler() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(loops.get(channel.eventLoop()).plainHandler(channel));
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
                RelayLoop loop = loops.get(channel.eventLoop());
                channel.pipeline().addLast(loop.tlsHandlers(channel, certificates.get()));
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
        return loops.get(loop).closeIdlest();
    }

    /**
     * Makes the other loops close their longest-idle connections. Must be called on {@code loop}.
     *
     * @return completes on {@code loop} when they have
     */
    public Future<Void> closeIdlestElsewhere(EventLoop loop) {
        PromiseCombiner others = new PromiseCombiner(loop);
        for (RelayLoop each : loops.values()) {
            if (each.loop() != loop) {
                others.add((Future<?>) each.loop().submit(each::closeIdlest));
            }
        }
        Promise<Void> closed = loop.newPromise();
        others.finish(closed);
        return closed;
    }

    /** Stops admitting new work; open work continues. */
    public void drain() {
        loops.values().forEach(each -> each.loop().execute(each::drain));
    }

    /** Returns the number of open client connections. Blocks on the loops: must not be called from one of them. */
    public int openConnections() {
        int open = 0;
        for (RelayLoop each : loops.values()) {
            open += onLoop(each, each::openClients);
        }
        return open;
    }

    /** Closes everything that is still open. Must not be called from an event loop. */
    public void cut() {
        for (RelayLoop each : loops.values()) {
            onLoop(each, () -> {
                each.cut();
                return null;
            });
        }
        results.close();
    }

    private static <T> T onLoop(RelayLoop each, Callable<T> question) {
        try {
            return each.loop().submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the gateway stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An event loop of the gateway failed", e.getCause());
        }
    }
}
