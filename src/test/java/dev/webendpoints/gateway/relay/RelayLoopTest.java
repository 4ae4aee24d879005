package dev.webendpoints.gateway.relay;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.netty.channel.embedded.EmbeddedChannel;

import static org.awaitility.Awaitility.await;

@Timeout(30)
class RelayLoopTest {

    /** Fails as soon as the number of its pending bytes is queried. */
    private static final class Broken extends EmbeddedChannel {

        private volatile boolean broken;

        @Override
        public Unsafe unsafe() {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return super.unsafe();
        }
    }

    private static void open(TestLoop loop, EmbeddedChannel channel) throws Exception {
        loop.on(() -> channel.pipeline().addLast(loop.relay.plainHandler(channel)));
        loop.on(() -> {
            channel.pipeline().fireChannelActive();
            return null;
        });
    }

    @Test
    void aCallerWhoseDeadlinesCannotBeLookedAtEndsNobodyElsesDeadlines() throws Exception {
        try (TestLoop loop = new TestLoop(Duration.ofMillis(600))) {
            Broken broken = new Broken();
            open(loop, broken);
            broken.broken = true;
            EmbeddedChannel idle = new EmbeddedChannel();
            open(loop, idle);
            await().until(() -> !idle.isOpen());
        }
    }
}
