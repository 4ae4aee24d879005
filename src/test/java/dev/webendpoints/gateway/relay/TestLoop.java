package dev.webendpoints.gateway.relay;

import java.time.Duration;
import java.util.concurrent.Callable;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.Peer.TrustedProxies;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;

/** The state of one event loop that sweeps, without a server. */
final class TestLoop implements AutoCloseable {

    private static final HeadLimits HEADS = new HeadLimits(64 * 1024, 16 * 1024, 128, 4L << 30);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final EventLoopGroup group;
    final LoopState state;
    private final Results results;

    /** @param keepAlive how long a client may be idle */
    TestLoop(Duration keepAlive) {
        Transport transport = Transport.available();
        group = transport.newGroup(1);
        results = new Results(group, transport, new RelaySettings.ResultLimits(LONG, 100_000, 0, 0));
        RelaySettings settings = new RelaySettings(
                HEADS,
                HEADS,
                new RelaySettings.ClientLimits(LONG, keepAlive, LONG, LONG, LONG, 100_000),
                new RelaySettings.WorkerLimits(LONG, LONG, LONG, 16),
                new RelaySettings.ResultLimits(LONG, 100_000, 0, 0),
                100_000,
                true,
                TrustedProxies.NONE);
        state = new LoopState(
                (EventLoop) group.next(),
                transport,
                (head, peer) -> new Verdict.Refused(new Answer(404, "nobody is here"), false, Tally.NONE),
                settings,
                results);
    }

    /** Runs an action on the loop, to which the state is confined. */
    <T> T on(Callable<T> action) throws Exception {
        return state.loop.submit(action).get();
    }

    @Override
    public void close() {
        results.close();
        group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
