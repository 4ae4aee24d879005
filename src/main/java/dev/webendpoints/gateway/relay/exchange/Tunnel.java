package dev.webendpoints.gateway.relay.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The bytes between client and worker after a 101, and how the gateway ends them. For WebSocket it sends close frames
 * with a code (RFC 6455 §7.4.1) at a frame boundary. For any other protocol it acts as a client would: it shuts down
 * the output to the worker, which may still send its remaining bytes.
 */
final class Tunnel {

    static final int GOING_AWAY = 1001;
    static final int TOO_BIG = 1009;
    static final int INTERNAL_ERROR = 1011;

    private final boolean webSocket;
    private final FrameMeter fromWorker;
    private final FrameMeter fromCaller;
    private int callerCode;
    private String callerReason = "";
    private int workerCode;
    private boolean callerMute;
    private boolean workerMute;
    private boolean callerTold;
    private boolean workerTold;

    private Tunnel(boolean webSocket, long maxMessageBytes) {
        this.webSocket = webSocket;
        fromWorker = new FrameMeter(maxMessageBytes);
        fromCaller = new FrameMeter(maxMessageBytes);
    }

    /**
     * @param head a 101, not rewritten yet
     * @param maxMessageBytes of a WebSocket message
     */
    static Tunnel of(ResponseHead head, long maxMessageBytes) {
        return new Tunnel("websocket".equalsIgnoreCase(head.value(HeaderName.UPGRADE)), maxMessageBytes);
    }

    /**
     * Truncates what must not pass: everything after the gateway's own close frame, and everything from a message that
     * is too long on, which ends the tunnel.
     *
     * @param from the first index of the buffer that belongs to the tunnel
     */
    void onWorkerBytes(ByteBuf bytes, int from) {
        if (callerTold || workerMute) {
            bytes.writerIndex(from);
        } else if (webSocket && !passes(fromWorker, bytes, from)) {
            workerMute = true;
            end(GOING_AWAY, TOO_BIG);
        }
    }

    /** Like {@link #onWorkerBytes}, in the other direction. */
    void onCallerBytes(ByteBuf bytes) {
        int from = bytes.readerIndex();
        if (workerTold || callerMute) {
            bytes.writerIndex(from);
        } else if (webSocket && !passes(fromCaller, bytes, from)) {
            callerMute = true;
            end(TOO_BIG, GOING_AWAY);
        }
    }

    private static boolean passes(FrameMeter meter, ByteBuf bytes, int from) {
        int end = meter.count(bytes, from);
        boolean all = end == bytes.writerIndex();
        if (!all) {
            bytes.writerIndex(Math.max(end, from));
        }
        return all;
    }

    /** Requests the end of the tunnel, of which {@link #tell} notifies both sides. The first call takes effect. */
    void end(int callerCode, int workerCode) {
        if (!ending()) {
            this.callerCode = callerCode;
            this.workerCode = workerCode;
        }
    }

    /** Like {@link #end}, with a reason for the client, of at most 123 ASCII characters. */
    void end(int callerCode, String reason, int workerCode) {
        if (!ending()) {
            callerReason = reason;
            end(callerCode, workerCode);
        }
    }

    boolean ending() {
        return callerCode != 0;
    }

    /** Notifies each side that was not notified yet, if a frame boundary permits it now. */
    void tell(Downstream caller, Upstream worker) {
        if (!webSocket) {
            if (!workerTold) {
                workerTold = true;
                worker.shutdownOutput();
            }
            return;
        }
        if (!callerTold && fromWorker.betweenFrames()) {
            callerTold = true;
            if (!fromWorker.closed()) {
                caller.write(Unpooled.wrappedBuffer(closeToCaller()));
                caller.flush();
            }
        }
        if (!workerTold && fromCaller.betweenFrames()) {
            workerTold = true;
            if (!fromCaller.closed()) {
                worker.write(Unpooled.wrappedBuffer(closeToWorker(workerCode)));
                worker.flush();
            }
        }
    }

    private byte[] closeToCaller() {
        byte[] reason = callerReason.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + reason.length)
                .put((byte) 0x88)
                .put((byte) (2 + reason.length))
                .putShort((short) callerCode)
                .put(reason)
                .array();
    }

    /**
     * Frames to a server must be masked. A mask of zeros leaves the payload unchanged, which is safe: masks protect
     * caches from scripts in browsers (RFC 6455 §10.3), and no script produced this frame.
     */
    private static byte[] closeToWorker(int code) {
        return new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, (byte) (code >> 8), (byte) code};
    }
}
