package dev.webendpoints.gateway.relay.upstream;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;

import static org.assertj.core.api.Assertions.assertThat;

class UpstreamPoolTest {

    private static final HeadLimits HEADS = new HeadLimits(64 * 1024, 16 * 1024, 128, 4L << 30);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final NativeTransport transport = NativeTransport.available();
    private final EventLoopGroup group = transport.newGroup(1);
    private final EventLoopContext loop = new EventLoopContext((EventLoop) group.next());
    private final UpstreamPool pool = new UpstreamPool(loop, transport, new WorkerLimits(LONG, LONG, LONG, 16), HEADS);

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    /** Runs an action on the loop, to which the pool is confined. */
    private <T> T onLoop(Callable<T> action) throws Exception {
        return loop.loop().submit(action).get();
    }

    private UpstreamConnection put(boolean open) throws Exception {
        UpstreamConnection connection =
                new UpstreamConnection(pool, new HeadIntake.Shared<>(() -> new ResponseHead(HEADS)), "ta-1");
        EmbeddedChannel channel = new EmbeddedChannel(connection);
        if (!open) {
            channel.close();
        }
        onLoop(() -> {
            pool.put(connection);
            return null;
        });
        return connection;
    }

    private UpstreamConnection take() throws Exception {
        return onLoop(() -> pool.take("ta-1"));
    }

    @Test
    void theConnectionUsedLastComesFirst() throws Exception {
        UpstreamConnection older = put(true);
        UpstreamConnection newer = put(true);
        assertThat(take()).isSameAs(newer);
        assertThat(take()).isSameAs(older);
    }

    @Test
    void aConnectionThatHasEndedIsPassedOver() throws Exception {
        UpstreamConnection open = put(true);
        put(false);
        assertThat(take()).isSameAs(open);
    }

    @Test
    void nothingIsLeftOfConnectionsThatHaveEnded() throws Exception {
        put(false);
        assertThat(take()).isNull();
        UpstreamConnection open = put(true);
        assertThat(take()).isSameAs(open);
    }
}
