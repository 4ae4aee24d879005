package dev.webendpoints.gateway.relay;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

import static org.assertj.core.api.Assertions.assertThat;

class UpstreamPoolTest {

    private final TestLoop loop = new TestLoop(Duration.ofSeconds(60));

    @AfterEach
    void stop() {
        loop.close();
    }

    private UpstreamConnection put(boolean open) throws Exception {
        UpstreamConnection connection = new UpstreamConnection(loop.state, "ta-1");
        EmbeddedChannel channel = new EmbeddedChannel(connection);
        if (!open) {
            channel.close();
        }
        loop.on(() -> {
            loop.state.pool.put(connection);
            return null;
        });
        return connection;
    }

    private UpstreamConnection take() throws Exception {
        return loop.on(() -> loop.state.pool.take("ta-1"));
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
