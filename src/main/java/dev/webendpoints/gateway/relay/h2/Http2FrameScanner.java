package dev.webendpoints.gateway.relay.h2;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Follows a client's frames by their headers (RFC 9113 §4.1), and detects what the codec does not bound or handles less
 * strictly than the RFC requires:
 *
 * <ul>
 *   <li>frames that are cheap for the client and request nothing: more than {@link #MAX_CONTROL_FRAMES} of them in
 *       {@link #PERIOD_MILLIS} are a flood (CVE-2019-9512, CVE-2019-9513, CVE-2019-9515);
 *   <li>window updates in excess of what the gateway's own frames can have caused;
 *   <li>HEADERS on a stream that the client has ended, or whose number it has skipped (§5.1, §5.1.1).
 * </ul>
 */
final class Http2FrameScanner {

    /** SETTINGS, PING, PRIORITY, frames of unknown types, and all others that carry no request. */
    static final int MAX_CONTROL_FRAMES = 10_000;

    static final long PERIOD_MILLIS = 10_000;

    /** Window updates that one write may cause besides those for its bytes: for the stream and for the connection. */
    private static final int UPDATES_PER_WRITE = 2;

    /** Clients return window in increments no smaller than this. */
    private static final int BYTES_PER_UPDATE = 1024;

    private static final int STREAM_ID = 0x7fff_ffff;

    /** Streams whose end is awaited: those that may be open, and the same number that the gateway has reset. */
    private final int maxUnended;

    private final byte[] header = new byte[Http2CodecUtil.FRAME_HEADER_LENGTH];
    private int headerBytes;

    /** Bytes until the next header; initially those of the connection preface. */
    private int skip = Http2CodecUtil.connectionPrefaceBuf().readableBytes();

    private long periodStart;
    private int controlFrames;
    private int windowUpdates;
    private long updatesEarned;

    private int highestStream;

    /** The latest run of stream numbers that the client skipped. */
    private int passedFrom;

    private int passedTo;
    private final Set<Integer> unended = new LinkedHashSet<>();

    /** @param maxStreams concurrent streams that the client may open */
    Http2FrameScanner(int maxStreams) {
        maxUnended = 2 * maxStreams;
    }

    /**
     * Continues where the previous bytes ended; does not change the buffer's indexes.
     *
     * @param now in milliseconds
     * @return the error with which the connection must end, or null
     */
    Http2Error scan(ByteBuf bytes, long now) {
        if (now - periodStart > PERIOD_MILLIS) {
            periodStart = now;
            controlFrames = 0;
            windowUpdates = 0;
            updatesEarned = 0;
        }
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        Http2Error violation = null;
        while (at < end && violation == null) {
            if (skip > 0) {
                int step = Math.min(skip, end - at);
                skip -= step;
                at += step;
            } else {
                int step = Math.min(header.length - headerBytes, end - at);
                bytes.getBytes(at, header, headerBytes, step);
                headerBytes += step;
                at += step;
                violation = headerBytes == header.length ? onHeader() : null;
            }
        }
        return violation;
    }

    private Http2Error onHeader() {
        headerBytes = 0;
        skip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
        boolean ends = (header[4] & Http2Flags.END_STREAM) != 0;
        return switch (header[3]) {
            case Http2FrameTypes.HEADERS -> onHeaders(stream(), ends);
            case Http2FrameTypes.DATA -> onData(ends);
            case Http2FrameTypes.RST_STREAM -> onEnd();
            case Http2FrameTypes.CONTINUATION -> null;
            case Http2FrameTypes.WINDOW_UPDATE -> onWindowUpdate();
            default -> ++controlFrames > MAX_CONTROL_FRAMES ? Http2Error.ENHANCE_YOUR_CALM : null;
        };
    }

    private int stream() {
        return ((header[5] & 0xff) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | header[8] & 0xff)
                & STREAM_ID;
    }

    private Http2Error onData(boolean ends) {
        return ends ? onEnd() : null;
    }

    private Http2Error onEnd() {
        if (!unended.isEmpty()) {
            unended.remove(stream());
        }
        return null;
    }

    private Http2Error onHeaders(int stream, boolean ends) {
        if (stream > highestStream) {
            onNewStream(stream, ends);
            return null;
        }
        if (stream == 0) {
            return null;
        }
        if (ends ? unended.remove(stream) : unended.contains(stream)) {
            return null;
        }
        boolean passed = stream >= passedFrom && stream < passedTo;
        return passed ? Http2Error.PROTOCOL_ERROR : Http2Error.STREAM_CLOSED;
    }

    private void onNewStream(int stream, boolean ends) {
        if (stream > highestStream + 2) {
            passedFrom = highestStream + 1;
            passedTo = stream;
        }
        highestStream = stream;
        if (ends) {
            return;
        }
        unended.add(stream);
        if (unended.size() > maxUnended) {
            Iterator<Integer> oldest = unended.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private Http2Error onWindowUpdate() {
        return ++windowUpdates > MAX_CONTROL_FRAMES + updatesEarned ? Http2Error.ENHANCE_YOUR_CALM : null;
    }

    /** Called when bytes are written, for which the client may return window. */
    void onWritten(int bytes) {
        updatesEarned += UPDATES_PER_WRITE + bytes / BYTES_PER_UPDATE;
    }
}
