package dev.webendpoints.modal.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * Passes each message of a call to the gRPC server in one piece. The gRPC server copies all previous pieces of a
 * message whenever another piece arrives, so that a message of 90 MiB in frames of 16 KiB would copy 250 GB on an event
 * loop. Held bytes count toward {@link MessageMemory}; beyond its limit the call is rejected and the rest of it is
 * discarded.
 */
public final class MessageCollector extends HttpServerRequestWrapper {

    /** Length of the prefix: a flag and the message's length (gRPC over HTTP/2, Length-Prefixed-Message). */
    private static final int PREFIX = 5;

    private static final int FIRST_CAPACITY = 16 << 10;

    private final MessageMemory memory;
    private final int maxMessageSize;
    private final Runnable refuse;

    /** The beginning of a message; empty between messages. */
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    private boolean ended;
    private boolean tooLarge;

    /**
     * @param maxMessageSize size beyond which the gRPC server rejects a message by its length and discards it
     * @param refuse rejects the call if there is no memory for it
     */
    public MessageCollector(HttpServerRequest call, MessageMemory memory, int maxMessageSize, Runnable refuse) {
        super((HttpServerRequestInternal) call);
        this.memory = memory;
        this.maxMessageSize = maxMessageSize;
        this.refuse = refuse;
    }

    @Override
    public HttpServerRequest handler(Handler<Buffer> handler) {
        delegate.handler(handler == null ? null : piece -> onPiece(piece.getByteBuf(), handler));
        return this;
    }

    @Override
    public HttpServerRequest endHandler(Handler<Void> handler) {
        delegate.endHandler(end -> {
            boolean refused = ended;
            letGo();
            if (!refused && handler != null) {
                handler.handle(end);
            }
        });
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
        delegate.exceptionHandler(failure -> {
            letGo();
            if (handler != null) {
                handler.handle(failure);
            }
        });
        return this;
    }

    private void onPiece(ByteBuf piece, Handler<Buffer> handler) {
        while (piece.isReadable() && !ended) {
            if (tooLarge || !held.isReadable() && isWhole(piece)) {
                handler.handle(Buffer.buffer(piece.readSlice(tooLarge ? piece.readableBytes() : size(piece))));
            } else {
                collect(piece, handler);
            }
        }
    }

    private void collect(ByteBuf piece, Handler<Buffer> handler) {
        int missing = held.readableBytes() < PREFIX ? PREFIX - held.readableBytes() : size(held) - held.readableBytes();
        int taken = Math.min(missing, piece.readableBytes());
        if (!hasRoomFor(taken)) {
            letGo();
            refuse.run();
            return;
        }
        held.writeBytes(piece, taken);
        if (held.readableBytes() >= PREFIX) {
            tooLarge = length(held) > maxMessageSize;
            if (tooLarge || isWhole(held)) {
                Buffer message = Buffer.buffer(held);
                forget();
                handler.handle(message);
            }
        }
    }

    /** Ensures capacity for more bytes: doubles the buffer, up to the message's size. Returns false without memory. */
    private boolean hasRoomFor(int bytes) {
        int needed = held.readableBytes() + bytes;
        if (needed <= held.capacity()) {
            return true;
        }
        int most = held.readableBytes() < PREFIX ? FIRST_CAPACITY : size(held);
        int capacity = Math.max(needed, Math.min(most, Math.max(FIRST_CAPACITY, 2 * held.capacity())));
        if (!memory.take(capacity - held.capacity())) {
            return false;
        }
        held = held == Unpooled.EMPTY_BUFFER ? Unpooled.buffer(capacity) : held.capacity(capacity);
        return true;
    }

    private boolean isWhole(ByteBuf bytes) {
        return bytes.readableBytes() >= PREFIX
                && length(bytes) <= maxMessageSize
                && bytes.readableBytes() >= size(bytes);
    }

    private static int size(ByteBuf message) {
        return (int) (PREFIX + length(message));
    }

    private static long length(ByteBuf message) {
        return message.getUnsignedInt(message.readerIndex() + 1);
    }

    private void letGo() {
        ended = true;
        forget();
    }

    private void forget() {
        memory.give(held.capacity());
        held = Unpooled.EMPTY_BUFFER;
    }
}
