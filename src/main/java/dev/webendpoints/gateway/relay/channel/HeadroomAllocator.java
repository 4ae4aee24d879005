package dev.webendpoints.gateway.relay.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Allocates read buffers with free room in front, so that a head that grew (for example by {@code X-Forwarded-For}) can
 * be written back in front of its body, and both leave in the buffer they arrived in.
 */
public final class HeadroomAllocator implements RecvByteBufAllocator {

    /** Bytes; more than the gateway adds to a usual head. A head that needs more is sent in a separate buffer. */
    static final int HEADROOM = 384;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();

    @Override
    public Handle newHandle() {
        return new WithHeadroom((ExtendedHandle) adaptive.newHandle());
    }

    private record WithHeadroom(ExtendedHandle inner) implements ExtendedHandle {

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return alloc.ioBuffer(inner.guess() + HEADROOM).setIndex(HEADROOM, HEADROOM);
        }

        @Override
        public int guess() {
            return inner.guess();
        }

        @Override
        public void reset(ChannelConfig config) {
            inner.reset(config);
        }

        @Override
        public void incMessagesRead(int messages) {
            inner.incMessagesRead(messages);
        }

        @Override
        public void lastBytesRead(int bytes) {
            inner.lastBytesRead(bytes);
        }

        @Override
        public int lastBytesRead() {
            return inner.lastBytesRead();
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            inner.attemptedBytesRead(bytes);
        }

        @Override
        public int attemptedBytesRead() {
            return inner.attemptedBytesRead();
        }

        @Override
        public boolean continueReading() {
            return inner.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return inner.continueReading(maybeMoreData);
        }

        @Override
        public void readComplete() {
            inner.readComplete();
        }
    }
}
