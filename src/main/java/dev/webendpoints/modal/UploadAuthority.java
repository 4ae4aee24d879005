package dev.webendpoints.modal;

import java.util.regex.Pattern;

/**
 * The host and port to name in an upload's URL. The client refuses every host but {@code localhost} and addresses
 * ({@code _utils/blob_utils.py}, {@code use_md5}), so where it knows this server by a name, the address that the name led
 * to is said instead.
 */
final class UploadAuthority {

    private static final Pattern ACCEPTED = Pattern.compile("localhost|[0-9.]+");

    private UploadAuthority() {}

    /** @param localAddress of the server's end of the client's connection */
    static String of(String authority, String localAddress) {
        int colon = authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon);
        return ACCEPTED.matcher(host).matches() ? authority : localAddress + port;
    }
}
