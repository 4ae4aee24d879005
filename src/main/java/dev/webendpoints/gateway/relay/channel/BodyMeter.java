package dev.webendpoints.gateway.relay.channel;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.ChunkScanner;
import dev.webendpoints.gateway.http1.ParseError;
import io.netty.buffer.ByteBuf;

/** Finds the end of each body in one direction of one connection, without modifying the bytes. */
public final class BodyMeter {

    /** Receives the position of each run of data, for writers that cannot forward the chunk framing. */
    public interface DataRanges {

        void onData(int from, int length);
    }

    private static final DataRanges UNINTERESTED = (from, length) -> {};

    private final long maxBodyBytes;
    private BodyFraming framing = BodyFraming.NONE;
    private long left;
    private ChunkScanner chunks;
    private int verbatimEnd;
    private boolean trailersTaken;

    public BodyMeter(long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    public void begin(BodyFraming framing, long contentLength) {
        this.framing = framing;
        left = contentLength;
        trailersTaken = false;
        if (framing == BodyFraming.CHUNKED) {
            if (chunks == null) {
                chunks = new ChunkScanner(maxBodyBytes);
            }
            chunks.reset();
        }
    }

    public BodyFraming framing() {
        return framing;
    }

    public boolean done() {
        return switch (framing) {
            case NONE -> true;
            case COUNTED -> left == 0;
            case CHUNKED -> chunks.done();
            case UNTIL_CLOSE -> false;
        };
    }

    /** Returns why the body is malformed, or null. */
    public ParseError refusal() {
        return framing == BodyFraming.CHUNKED ? chunks.refusal() : null;
    }

    public int scan(ByteBuf buffer, int from, int to) {
        return scan(buffer, from, to, UNINTERESTED);
    }

    /** Returns the index after the last byte of this body in the buffer. */
    public int scan(ByteBuf buffer, int from, int to, DataRanges ranges) {
        int end =
                switch (framing) {
                    case NONE -> from;
                    case COUNTED -> count(from, to);
                    case UNTIL_CLOSE -> to;
                    case CHUNKED -> follow(buffer, from, to, ranges);
                };
        if (framing != BodyFraming.CHUNKED) {
            verbatimEnd = end;
            if (end > from) {
                ranges.onData(from, end - from);
            }
        }
        return end;
    }

    /** Returns the index up to which the scanned bytes may be forwarded verbatim: everything except trailers. */
    public int verbatimEnd() {
        return verbatimEnd;
    }

    /** Returns what to send after the verbatim bytes, once; null if there is nothing. */
    public byte[] takeTrailers() {
        if (framing != BodyFraming.CHUNKED || trailersTaken || !chunks.done()) {
            return null;
        }
        trailersTaken = true;
        return chunks.trailers();
    }

    private int count(int from, int to) {
        int taken = (int) Math.min(left, to - from);
        left -= taken;
        return from + taken;
    }

    private int follow(ByteBuf buffer, int from, int to, DataRanges ranges) {
        int at = from;
        int heldFrom = chunks.inTrailers() ? from : -1;
        while (at < to && !chunks.done() && chunks.refusal() == null) {
            int data = (int) Math.min(chunks.dataLeft(), to - at);
            if (data > 0) {
                ranges.onData(at, data);
                chunks.skip(data);
                at += data;
            } else {
                chunks.feed(buffer.getByte(at));
                if (heldFrom < 0 && chunks.inTrailers()) {
                    heldFrom = at;
                }
                at++;
            }
        }
        verbatimEnd = heldFrom < 0 ? at : heldFrom;
        return at;
    }
}
