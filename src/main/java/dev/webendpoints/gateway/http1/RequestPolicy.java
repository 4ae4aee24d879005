package dev.webendpoints.gateway.http1;

/**
 * Rewrites a client's head to the head for the worker, in the same array.
 *
 * <p>Dropped: headers of this hop (RFC 9110 §7.6.1) and those named in {@code Connection}, the gateway's credentials
 * and reserved names, clients' claims about themselves ({@code X-Forwarded-*}, {@code Forwarded}, {@code X-Real-IP},
 * {@code True-Client-IP} and the other headers from which frameworks read an address or a URL), and every spelling with
 * {@code _} of a name that the gateway controls. A trusted proxy vouches for {@code X-Forwarded-*} only: it may pass on
 * others unread. Added: {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, with the values of {@link Peer}.
 * {@code Host}, path and query stay byte for byte; an absolute target is reduced to its path.
 */
public final class RequestPolicy {

    private static final long ALWAYS_DROPPED = Name.setOf(
            Name.CONNECTION,
            Name.KEEP_ALIVE,
            Name.PROXY_CONNECTION,
            Name.PROXY_AUTHENTICATE,
            Name.PROXY_AUTHORIZATION,
            Name.TE,
            Name.HTTP2_SETTINGS,
            Name.MODAL_KEY,
            Name.MODAL_SECRET,
            Name.MODAL_RESERVED,
            Name.X_FORWARDED,
            Name.FORWARDED,
            Name.X_REAL_IP,
            Name.X_CLIENT_IP,
            Name.X_CLUSTER_CLIENT_IP,
            Name.CLIENT_IP,
            Name.TRUE_CLIENT_IP,
            Name.CF_CONNECTING_IP,
            Name.FASTLY_CLIENT_IP,
            Name.X_ORIGINAL,
            Name.X_REWRITE_URL,
            Name.PROXY,
            Name.LOOKALIKE,
            Name.NOMINATED);

    private static final byte[] H2C = Octets.of("h2c");
    private static final byte[] UPGRADE_OPTION = Octets.of("Connection: Upgrade\r\n");

    private RequestPolicy() {}

    /**
     * Rewrites the head, which begins at index 0 of {@link Head#array}.
     *
     * @param peer the remote end of the client's connection
     * @param credentialsUsed whether {@code Authorization} was meant for the gateway and must not reach the function
     * @return the length of the new head in bytes
     */
    public static int rewrite(RequestHead head, Peer peer, boolean credentialsUsed) {
        boolean upgrades = mayUpgrade(head);
        long dropped = ALWAYS_DROPPED;
        if (!upgrades) {
            dropped |= Name.UPGRADE.bit();
        }
        if (credentialsUsed) {
            dropped |= Name.AUTHORIZATION.bit();
        }
        Rewriter rewriter = new Rewriter(head);
        peer.describe(head, rewriter);
        if (upgrades) {
            rewriter.add(UPGRADE_OPTION);
        }
        return rewriter.finish(startLine(head), dropped);
    }

    /**
     * Returns whether a 101 may follow. Not with a body, whose end could be confused with the beginning of the tunnel,
     * and not to h2c, which would hide requests from the gateway.
     */
    public static boolean mayUpgrade(RequestHead head) {
        return head.upgrades()
                && head.framing() == Framing.NONE
                && !head.fields().hasTwo(Name.UPGRADE)
                && !asksForH2c(head.array(), head.valueStart(Name.UPGRADE), head.valueEnd(Name.UPGRADE));
    }

    /** Also finds h2c in a list of protocols, from which the worker could choose it. */
    private static boolean asksForH2c(byte[] bytes, int from, int to) {
        for (int at = from; at + H2C.length <= to; at++) {
            int stop = at + H2C.length;
            boolean begins = at == from || !Octets.TOKEN[bytes[at - 1] & 0xff];
            boolean ends = stop == to || !Octets.TOKEN[bytes[stop] & 0xff];
            if (begins && ends && Octets.startsWith(bytes, at, H2C, Octets.LOWER)) {
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
