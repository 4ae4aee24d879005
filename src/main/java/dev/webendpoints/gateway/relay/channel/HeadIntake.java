package dev.webendpoints.gateway.relay.channel;

import java.util.function.Supplier;

import dev.webendpoints.gateway.http1.HeaderSection;
import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import io.netty.buffer.ByteBuf;

/**
 * Reads heads from one connection's buffers. A head that is complete in one buffer is parsed in the loop's shared
 * array; only a head that arrives in parts gets an array of its own.
 */
public final class HeadIntake<H extends HeaderSection> {

    /** Bytes copied per step; nearly every head is shorter. */
    private static final int STEP = 1024;

    /** The head that all connections of one loop use in turn. */
    public static final class Shared<H extends HeaderSection> {

        private final Supplier<H> maker;
        private H head;

        public Shared(Supplier<H> maker) {
            this.maker = maker;
            this.head = maker.get();
        }

        /** Returns an empty head, valid during the borrower's call. */
        public H lend() {
            head.reset();
            return head;
        }

        private void giveAway() {
            head = maker.get();
        }
    }

    private final Shared<H> shared;
    private H partial;
    private int earlier;
    private int consumed;

    public HeadIntake(Shared<H> shared) {
        this.shared = shared;
    }

    /** Returns the head to continue with. */
    public H head() {
        return partial != null ? partial : shared.lend();
    }

    public boolean isPartial() {
        return partial != null;
    }

    /** Returns how many of the buffer's readable bytes belong to the head. Defined after WHOLE. */
    public int consumed() {
        return consumed;
    }

    /** Returns how many of the head's bytes arrived before the most recently read buffer. */
    public int earlier() {
        return earlier;
    }

    /** Feeds {@code head}, returned by {@link #head}. After MORE the buffer is fully read, otherwise unchanged. */
    public Progress read(H head, ByteBuf buffer) {
        earlier = head.size();
        int taken = 0;
        Progress progress;
        do {
            int step = Math.min(Math.min(buffer.readableBytes() - taken, head.spare()), STEP);
            buffer.getBytes(buffer.readerIndex() + taken, head.room(step), head.size(), step);
            head.added(step);
            taken += step;
            progress = head.parse();
        } while (progress == Progress.MORE && taken < buffer.readableBytes());
        if (progress == Progress.MORE) {
            keep(head);
            buffer.skipBytes(taken);
        } else {
            partial = null;
            consumed = head.end() - earlier;
        }
        return progress;
    }

    private void keep(H head) {
        if (partial == null) {
            partial = head;
            shared.giveAway();
        }
    }
}
