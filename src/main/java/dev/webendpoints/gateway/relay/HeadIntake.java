package dev.webendpoints.gateway.relay;

import java.util.function.Supplier;

import dev.webendpoints.gateway.http1.Head;
import dev.webendpoints.gateway.http1.Head.Progress;
import io.netty.buffer.ByteBuf;

/**
 * Gets heads out of one connection's buffers. A head that comes whole is parsed in the loop's shared array; only one
 * that comes in parts gets an array of its own, until it is whole.
 */
final class HeadIntake<H extends Head> {

    /** Bytes copied at first; nearly every head is shorter. */
    private static final int STEP = 1024;

    /** The head that connections of one loop share, one after another. */
    static final class Shared<H extends Head> {

        private final Supplier<H> maker;
        private H head;

        Shared(Supplier<H> maker) {
            this.maker = maker;
            this.head = maker.get();
        }

        /** An empty one, for as long as the lender's call lasts. */
        H lend() {
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

    HeadIntake(Shared<H> shared) {
        this.shared = shared;
    }

    /** The head to go on with. */
    H head() {
        return partial != null ? partial : shared.lend();
    }

    boolean isPartial() {
        return partial != null;
    }

    /** How many of the buffer's readable bytes belonged to the head; after WHOLE. */
    int consumed() {
        return consumed;
    }

    /** How many of the head's bytes came before the last buffer that was read. */
    int earlier() {
        return earlier;
    }

    /** Feeds {@code head}, which {@link #head} gave. After MORE the buffer is read out, otherwise untouched. */
    Progress read(H head, ByteBuf buffer) {
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
