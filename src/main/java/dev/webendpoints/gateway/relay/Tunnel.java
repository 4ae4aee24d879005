package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What passes between caller and worker after a 101, and how to end it from the middle. WebSocket has words for that:
 * close frames with the code 1001, "going away" (RFC 6455 §7.4.1), put where frames end. Any other protocol is told as
 * a caller would tell it: the worker gets the end of the caller's half, and may still say its last words.
 */
final class Tunnel {

    private static final byte[] CLOSE_TO_CALLER = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    /**
     * Frames for a server must be masked. The mask of zeros leaves the payload as it is: masks protect caches from
     * scripts in browsers (RFC 6455 §10.3), and this frame is no script's.
     */
    private static final byte[] CLOSE_TO_WORKER = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9};

    private final boolean webSocket;
    private final FrameMeter fromWorker = new FrameMeter();
    private final FrameMeter fromCaller = new FrameMeter();
    private boolean callerTold;
    private boolean workerTold;

    private Tunnel(boolean webSocket) {
        this.webSocket = webSocket;
    }

    /** @param head a 101, not rewritten yet */
    static Tunnel of(ResponseHead head) {
        return new Tunnel("websocket".equalsIgnoreCase(head.value(Name.UPGRADE)));
    }

    /** @param from the first index of the buffer that is the tunnel's */
    void onWorkerBytes(ByteBuf bytes, int from) {
        if (webSocket) {
            fromWorker.count(bytes, from);
        }
    }

    void onCallerBytes(ByteBuf bytes) {
        if (webSocket) {
            fromCaller.count(bytes, bytes.readerIndex());
        }
    }

    /** Whether the caller was told that nothing more will come. */
    boolean callerTold() {
        return callerTold;
    }

    /** Whether the worker was told that nothing more will come. */
    boolean workerTold() {
        return workerTold;
    }

    /** Tells both sides that this is the end, as soon as there is a place for it; may be called again until there is. */
    void end(Front caller, UpstreamConnection worker) {
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
                caller.write(Unpooled.wrappedBuffer(CLOSE_TO_CALLER));
                caller.flush();
            }
        }
        if (!workerTold && fromCaller.betweenFrames()) {
            workerTold = true;
            if (!fromCaller.closed()) {
                worker.write(Unpooled.wrappedBuffer(CLOSE_TO_WORKER));
                worker.flush();
            }
        }
    }
}
