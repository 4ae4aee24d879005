package dev.webendpoints.gateway.relay;

import java.time.Duration;
import java.util.concurrent.Callable;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.TrustedProxies;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.admission.RequestObserver;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.deferred.ResultLimits;
import dev.webendpoints.gateway.relay.deferred.ResultStore;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;

/** The relay on one event loop, without a server. */
final class TestLoop implements AutoCloseable {

    private static final HeadLimits HEADS = new HeadLimits(64 * 1024, 16 * 1024, 128, 4L << 30);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final EventLoopGroup group;
    final RelayLoop relay;
    private final ResultStore results;

    /** @param keepAlive how long a client may be idle */
    TestLoop(Duration keepAlive) {
        NativeTransport transport = NativeTransport.available();
        group = transport.newGroup(1);
        results = new ResultStore(group, transport, new ResultLimits(LONG, 100_000, 0, 0));
        RelaySettings settings = new RelaySettings(
                HEADS,
                HEADS,
                new ClientLimits(LONG, keepAlive, LONG, LONG, LONG, 100_000),
                new WorkerLimits(LONG, LONG, LONG, 16),
                new ResultLimits(LONG, 100_000, 0, 0),
                100_000,
                true,
                TrustedProxies.NONE);
        relay = new RelayLoop(
                (EventLoop) group.next(),
                transport,
                (head, peer) -> new FilterDecision.Rejected(
                        new GatewayResponse(404, "nobody is here"),
                        OutcomeReason.UNKNOWN_HOST,
                        false,
                        RequestObserver.NONE),
                settings,
                results);
    }

    /** Runs an action on the loop, to which its state is confined. */
    <T> T on(Callable<T> action) throws Exception {
        return relay.loop().submit(action).get();
    }

    @Override
    public void close() {
        results.close();
        group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
