package dev.webendpoints.modal;

import java.util.regex.Pattern;

/**
 * The host and port to name in an upload's URL. The client refuses every host but {@code localhost} and addresses of
 * private networks ({@code _utils/blob_utils.py}, {@code use_md5}), so where it knows this server by a name, the address
 * that the name led to is said instead. Behind a mapped port or a load balancer that address is of no use to the client:
 * {@code webendpoints.sources.upload-url} is for that.
 */
final class UploadAuthority {

    private static final Pattern ACCEPTED = Pattern.compile("localhost|[0-9.]+");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private UploadAuthority() {}

    /** @param localAddress of the server's end of the client's connection, an IPv6 one without brackets */
    static String of(String authority, String localAddress) {
        var port = PORT.matcher(authority);
        boolean hasPort = port.find();
        String host = hasPort ? authority.substring(0, port.start()) : authority;
        return ACCEPTED.matcher(host).matches() ? authority : bracketed(localAddress) + (hasPort ? port.group() : "");
    }

    /** A zone ({@code fe80::1%eth0}) means something on this machine only. */
    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address.split("%", 2)[0] + "]" : address;
    }
}
