package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Read buffers with free room in front, so that a head which grew (by {@code X-Forwarded-For}, say) can be written
 * back in front of its body, and both leave as the one buffer they came in.
 */
final class HeadroomAllocator implements RecvByteBufAllocator {

    /** Bytes; more than what we add to any usual head. A head that needs more leaves as a buffer of its own. */
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
