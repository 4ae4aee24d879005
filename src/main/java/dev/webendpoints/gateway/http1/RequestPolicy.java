package dev.webendpoints.gateway.http1;

/**
 * Rewrites a client's head to the head for the worker, in the same array.
 *
 * <p>Dropped: headers of this hop (RFC 9110 §7.6.1) and those named in {@code Connection}, the gateway's credentials
 * and reserved names, clients' claims about themselves ({@code X-Forwarded-*}, {@code Forwarded}, {@code X-Real-IP},
 * {@code True-Client-IP} and the other headers from which frameworks read an address or a URL), and every spelling with
 * {@code _} of a name that the gateway controls. A trusted proxy vouches for {@code X-Forwarded-*} only: it may pass on
 * others unread. Added: {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, with the values of {@link RemotePeer},
 * and last the call's id as {@code modal-function-call-id}.
 * {@code Host}, path and query stay byte for byte; an absolute target is reduced to its path.
 */
public final class RequestPolicy {

    private static final long ALWAYS_DROPPED = HeaderName.setOf(
            HeaderName.CONNECTION,
            HeaderName.KEEP_ALIVE,
            HeaderName.PROXY_CONNECTION,
            HeaderName.PROXY_AUTHENTICATE,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.TE,
            HeaderName.HTTP2_SETTINGS,
            HeaderName.MODAL_KEY,
            HeaderName.MODAL_SECRET,
            HeaderName.MODAL_RESERVED,
            HeaderName.X_FORWARDED,
            HeaderName.FORWARDED,
            HeaderName.X_REAL_IP,
            HeaderName.X_CLIENT_IP,
            HeaderName.X_CLUSTER_CLIENT_IP,
            HeaderName.CLIENT_IP,
            HeaderName.TRUE_CLIENT_IP,
            HeaderName.CF_CONNECTING_IP,
            HeaderName.FASTLY_CLIENT_IP,
            HeaderName.X_ORIGINAL,
            HeaderName.X_REWRITE_URL,
            HeaderName.PROXY,
            HeaderName.LOOKALIKE,
            HeaderName.NOMINATED);

    private static final byte[] H2C = Ascii.of("h2c");
    private static final byte[] CALL_ID = Ascii.of("modal-function-call-id: ");
    private static final byte[] LINE_END = Ascii.of("\r\n");
    private static final byte[] UPGRADE_OPTION = Ascii.of("Connection: Upgrade\r\n");

    private RequestPolicy() {}

    /**
     * Rewrites the head, which begins at index 0 of {@link HeaderSection#array}.
     *
     * @param peer the remote end of the client's connection
     * @param credentialsUsed whether {@code Authorization} was meant for the gateway and must not reach the function
     * @param callId id of the call, {@code fc-…}
     * @return the length of the new head in bytes
     */
    public static int rewrite(RequestHead head, RemotePeer peer, boolean credentialsUsed, byte[] callId) {
        boolean upgrades = mayUpgrade(head);
        long dropped = ALWAYS_DROPPED;
        if (!upgrades) {
            dropped |= HeaderName.UPGRADE.bit();
        }
        if (credentialsUsed) {
            dropped |= HeaderName.AUTHORIZATION.bit();
        }
        HeaderRewriter rewriter = new HeaderRewriter(head);
        peer.describe(head, rewriter);
        if (upgrades) {
            rewriter.add(UPGRADE_OPTION);
        }
        rewriter.add(CALL_ID);
        rewriter.add(callId);
        rewriter.add(LINE_END);
        return rewriter.finish(startLine(head), dropped);
    }

    /**
     * Returns whether a 101 may follow. Not with a body, whose end could be confused with the beginning of the tunnel,
     * and not to h2c, which would hide requests from the gateway.
     */
    public static boolean mayUpgrade(RequestHead head) {
        return head.upgrades()
                && head.framing() == BodyFraming.NONE
                && !head.fields().hasTwo(HeaderName.UPGRADE)
                && !asksForH2c(head.array(), head.valueStart(HeaderName.UPGRADE), head.valueEnd(HeaderName.UPGRADE));
    }

    /** Also finds h2c in a list of protocols, from which the worker could choose it. */
    private static boolean asksForH2c(byte[] bytes, int from, int to) {
        for (int at = from; at + H2C.length <= to; at++) {
            int stop = at + H2C.length;
            boolean begins = at == from || !Ascii.TOKEN[bytes[at - 1] & 0xff];
            boolean ends = stop == to || !Ascii.TOKEN[bytes[stop] & 0xff];
            if (begins && ends && Ascii.startsWith(bytes, at, H2C, Ascii.LOWER)) {
                return true;
            }
        }
        return false;
    }

    /** Reduces the target to its path and sets the version to 1.1; returns the line's length without its CR LF. */
    private static int startLine(RequestHead head) {
        byte[] bytes = head.array();
        int at = head.methodEnd() + 1;
        int from = head.pathStart();
        int stop = head.targetEnd();
        if (from > at) {
            if (from == stop || bytes[from] != '/') {
                bytes[at++] = '/';
            }
            System.arraycopy(bytes, from, bytes, at, stop - from);
            at += stop - from;
            System.arraycopy(bytes, stop, bytes, at, 1 + MessageHead.VERSION_LENGTH);
        } else {
            at = stop;
        }
        int end = at + 1 + MessageHead.VERSION_LENGTH;
        bytes[end - 1] = '1';
        return end;
    }
}
