package dev.webendpoints.gateway.http1;

/**
 * Rewrites a worker's head to the head for the client, in the same array: drops the headers of the worker's hop and
 * those that the worker named in {@code Connection}, and appends the gateway's own.
 */
public final class ResponsePolicy {

    private static final long ALWAYS_DROPPED = HeaderName.setOf(
            HeaderName.CONNECTION,
            HeaderName.KEEP_ALIVE,
            HeaderName.PROXY_CONNECTION,
            HeaderName.PROXY_AUTHENTICATE,
            HeaderName.MODAL_RESERVED,
            HeaderName.NOMINATED);

    private static final byte[] CLOSE = Ascii.of("Connection: close\r\n");
    private static final byte[] UPGRADE = Ascii.of("Connection: Upgrade\r\n");
    private static final byte[] CALL_ID = Ascii.of("modal-function-call-id: ");
    private static final byte[] END_OF_LINE = Ascii.of("\r\n");

    private ResponsePolicy() {}

    /**
     * @param callId the value of {@code modal-function-call-id}, or null for none
     * @param closes whether the connection to the client ends with this response
     * @param framesBody false for an HTTP/1.0 client, which gets no chunks
     * @return the length of the new head in bytes
     */
    public static int rewrite(ResponseHead head, byte[] callId, boolean closes, boolean framesBody) {
        HeaderRewriter rewriter = new HeaderRewriter(head);
        if (callId != null && !head.interim()) {
            rewriter.add(CALL_ID);
            rewriter.add(callId);
            rewriter.add(END_OF_LINE);
        }
        boolean switches = head.status() == 101;
        if (switches) {
            rewriter.add(UPGRADE);
        } else if (closes && !head.interim()) {
            rewriter.add(CLOSE);
        }
        head.array()[MessageHead.VERSION_LENGTH - 1] = '1';
        return rewriter.finish(head.startLineEnd(), dropped(head, switches, framesBody));
    }

    /** For a client whose protocol has its own framing of bodies and no upgrades. */
    static long droppedForAnotherVersion(ResponseHead head) {
        return dropped(head, false, false);
    }

    private static long dropped(ResponseHead head, boolean switches, boolean framesBody) {
        long dropped = ALWAYS_DROPPED;
        if (!switches) {
            dropped |= HeaderName.UPGRADE.bit();
        }
        if (!framesBody || head.hasNoBody()) {
            dropped |= HeaderName.TRANSFER_ENCODING.bit();
        }
        if (head.status() < 200 || head.status() == 204) {
            dropped |= HeaderName.CONTENT_LENGTH.bit();
        }
        return dropped;
    }
}
