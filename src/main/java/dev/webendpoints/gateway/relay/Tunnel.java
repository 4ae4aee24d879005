package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What passes between caller and worker after a 101, and how to end it from the middle. WebSocket has words for that:
 * close frames with a code (RFC 6455 §7.4.1), put where frames end. Any other protocol is told as a caller would tell it:
 * the worker gets the end of the caller's half, and may still say its last words.
 */
final class Tunnel {

    static final int GOING_AWAY = 1001;
    static final int TOO_BIG = 1009;

    private final boolean webSocket;
    private final FrameMeter fromWorker;
    private final FrameMeter fromCaller;
    private int callerCode;
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
     * @param maxMessageBytes of a WebSocket's message
     */
    static Tunnel of(ResponseHead head, long maxMessageBytes) {
        return new Tunnel("websocket".equalsIgnoreCase(head.value(Name.UPGRADE)), maxMessageBytes);
    }

    /**
     * Cuts off what must not pass: whatever comes behind our own last word, and from a message that is too long on, which
     * ends the tunnel.
     *
     * @param from the first index of the buffer that is the tunnel's
     */
    void onWorkerBytes(ByteBuf bytes, int from) {
        if (callerTold || workerMute) {
            bytes.writerIndex(from);
        } else if (webSocket && !passes(fromWorker, bytes, from)) {
            workerMute = true;
            end(GOING_AWAY, TOO_BIG);
        }
    }

    /** Likewise in the other direction. */
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

    /** Both sides are to be told that this is the end: {@link #tell}. The first reason stands. */
    void end(int callerCode, int workerCode) {
        if (!ending()) {
            this.callerCode = callerCode;
            this.workerCode = workerCode;
        }
    }

    boolean ending() {
        return callerCode != 0;
    }

    /** Tells who was not told yet, if there is a place for it now. */
    void tell(Front caller, UpstreamConnection worker) {
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
                caller.write(Unpooled.wrappedBuffer(closeToCaller(callerCode)));
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

    private static byte[] closeToCaller(int code) {
        return new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code};
    }

    /**
     * Frames for a server must be masked. The mask of zeros leaves the payload as it is: masks protect caches from
     * scripts in browsers (RFC 6455 §10.3), and this frame is no script's.
     */
    private static byte[] closeToWorker(int code) {
        return new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, (byte) (code >> 8), (byte) code};
    }
}
