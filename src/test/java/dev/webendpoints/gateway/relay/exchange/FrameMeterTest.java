package dev.webendpoints.gateway.relay.exchange;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

class FrameMeterTest {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private final FrameMeter meter = new FrameMeter(100_000);

    private static ByteBuf frame(int first, int length, boolean masked) {
        int mask = masked ? 0x80 : 0;
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        if (length < 126) {
            frame.writeByte(mask | length);
        } else if (length < 65536) {
            frame.writeByte(mask | 126).writeShort(length);
        } else {
            frame.writeByte(mask | 127).writeLong(length);
        }
        return frame.writeZero(masked ? 4 : 0).writeBytes(payload(length));
    }

    /** Returns a payload that would be read as close frames if it were taken for headers. */
    private static byte[] payload(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) CLOSE);
        return payload;
    }

    @ParameterizedTest
    @CsvSource({
        "0, false",
        "0, true",
        "5, false",
        "5, true",
        "125, true",
        "126, false",
        "126, true",
        "65535, false",
        "65536, false",
        "65536, true"
    })
    void aFrameEndsWithItsLastByte(int length, boolean masked) {
        ByteBuf frame = frame(TEXT, length, masked);
        int last = frame.readableBytes() - 1;
        for (int i = 0; i < last; i++) {
            meter.count(frame.slice(i, 1), 0);
            assertThat(meter.betweenFrames()).as("after byte %d", i).isFalse();
        }
        meter.count(frame.slice(last, 1), 0);
        assertThat(meter.betweenFrames()).isTrue();
    }

    @Test
    void framesInOneBufferAreToldApart() {
        meter.count(Unpooled.wrappedBuffer(frame(TEXT, 5, false), frame(TEXT, 300, true), frame(TEXT, 0, false)), 0);
        assertThat(meter.betweenFrames()).isTrue();
        assertThat(meter.closed()).isFalse();
    }

    @Test
    void aMessageOfTheGreatestLengthPasses() {
        ByteBuf frame = frame(TEXT, 100_000, true);
        assertThat(meter.count(frame, 0)).isEqualTo(frame.writerIndex());
    }

    @Test
    void aMessageThatIsTooLongStopsWhereItsFrameBegins() {
        // Given
        ByteBuf before = frame(TEXT, 5, true);
        // When
        int end = meter.count(Unpooled.wrappedBuffer(before, frame(TEXT, 100_001, true)), 0);
        // Then
        assertThat(end).isEqualTo(before.writerIndex());
        assertThat(meter.betweenFrames()).isTrue();
    }

    @Test
    void theFramesOfOneMessageCountTogether() {
        // Given
        meter.count(frame(0x01, 60_000, true), 0);
        meter.count(frame(0x89, 100, true), 0);
        // When
        int end = meter.count(frame(0x80, 40_001, true), 0);
        // Then
        assertThat(end).isZero();
    }

    @Test
    void theNextMessageCountsAnew() {
        // Given
        meter.count(frame(0x01, 60_000, true), 0);
        meter.count(frame(0x80, 40_000, true), 0);
        // When
        ByteBuf next = frame(TEXT, 100_000, true);
        // Then
        assertThat(meter.count(next, 0)).isEqualTo(next.writerIndex());
    }

    @Test
    void aHeaderThatHasPartlyPassedCannotBeTakenBack() {
        // Given
        ByteBuf frame = frame(TEXT, 100_001, true);
        meter.count(frame.slice(0, 3), 0);
        // When
        int end = meter.count(frame.slice(3, 20), 0);
        // Then
        assertThat(end).isEqualTo(FrameMeter.BEGAN_BEFORE);
        assertThat(meter.betweenFrames()).isFalse();
    }

    @Test
    void aNegativeLengthIsTooLong() {
        ByteBuf frame = Unpooled.buffer().writeByte(TEXT).writeByte(127).writeLong(-1);
        assertThat(meter.count(frame, 0)).isZero();
    }

    @Test
    void aCloseFrameIsTheLast() {
        meter.count(frame(CLOSE, 2, true), 0);
        assertThat(meter.closed()).isTrue();
    }
}
