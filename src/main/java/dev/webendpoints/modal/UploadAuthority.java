package dev.webendpoints.modal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host and port in the URL of an upload. The client rejects every host except {@code localhost} and addresses of
 * private networks ({@code _utils/blob_utils.py}, {@code use_md5}), so if it knows this server by a name, the URL
 * contains the address that the name resolved to. Behind a mapped port or a load balancer that address is not reachable
 * for the client; set {@code webendpoints.sources.upload-url} there.
 */
public final class UploadAuthority {

    private static final Pattern ACCEPTED = Pattern.compile("localhost|[0-9.]+");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private UploadAuthority() {}

    /** @param localAddress the server's address of the client's connection; an IPv6 address has no brackets */
    static String of(String authority, String localAddress) {
        var port = PORT.matcher(authority);
        boolean hasPort = port.find();
        String host = hasPort ? authority.substring(0, port.start()) : authority;
        return ACCEPTED.matcher(host).matches() ? authority : bracketed(localAddress) + (hasPort ? port.group() : "");
    }

    /**
     * Returns the URL of this server, without a path.
     *
     * @param configured the URL that the operator configured
     */
    static String base(Optional<String> configured, String authority) {
        return configured.orElse("http://" + authority).replaceFirst("/+$", "");
    }

    /** Removes a zone ({@code fe80::1%eth0}), which is meaningful on this machine only. */
    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address.split("%", 2)[0] + "]" : address;
    }
}
