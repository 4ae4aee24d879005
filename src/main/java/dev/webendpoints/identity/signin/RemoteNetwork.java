package dev.webendpoints.identity.signin;

import java.util.Arrays;
import java.util.HexFormat;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** The unit of throttling: an IPv4 address, or an IPv6 /64, the smallest network of a subscriber (RFC 6177). */
public final class RemoteNetwork {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_PREFIX_BYTES = 8;

    /** Maximum number of characters to keep of a text that a proxy sends in place of an address. */
    private static final int LONGEST = 64;

    private RemoteNetwork() {}

    /** Returns the client address of a control port request; empty if unavailable, as for a closed connection. */
    public static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
    }

    /** @param address without brackets; a text that is not an IP address counts as a network of its own */
    public static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address.substring(0, Math.min(address.length(), LONGEST));
        }
        byte[] own = isMappedIpv4(bytes) ? lastFour(bytes) : bytes;
        return HexFormat.of().formatHex(own, 0, own.length == IPV4_BYTES ? IPV4_BYTES : IPV6_PREFIX_BYTES);
    }

    /** {@code ::ffff:192.0.2.1} (RFC 4291 §2.5.5.2) */
    private static boolean isMappedIpv4(byte[] bytes) {
        if (bytes.length == IPV4_BYTES) {
            return false;
        }
        int zeros = 0;
        while (zeros < 10 && bytes[zeros] == 0) {
            zeros++;
        }
        return zeros == 10 && bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }

    private static byte[] lastFour(byte[] bytes) {
        return Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length);
    }
}
