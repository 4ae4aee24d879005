package dev.webendpoints.gateway.relay.channel;

import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client may leave unread depends on how much memory is in use. */
class WriteBufferMarksTest {

    private static final long MIB = 1 << 20;

    @Test
    void halfOfTheMemoryIsGivenInLargeBuffers() {
        assertThat(WriteBufferMarks.of(128 * MIB, 256 * MIB).high()).isEqualTo(512 * 1024);
    }

    @Test
    void theOtherHalfIsGivenInSmallOnes() {
        assertThat(WriteBufferMarks.of(128 * MIB + 1, 256 * MIB).high()).isEqualTo(64 * 1024);
    }

    @Test
    void unknownUseIsTakenForNone() {
        assertThat(WriteBufferMarks.of(-1, 256 * MIB).high()).isEqualTo(512 * 1024);
    }

    @Test
    void aResponseSetsThemOnItsChannel() {
        EmbeddedChannel channel = new EmbeddedChannel();

        WriteBufferMarks.adapt(channel);

        assertThat(channel.config().getWriteBufferWaterMark()).isSameAs(WriteBufferMarks.CONNECTION);
    }
}
