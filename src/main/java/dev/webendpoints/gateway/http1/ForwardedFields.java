package dev.webendpoints.gateway.http1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A proxy's information about its client in {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}. */
final class ForwardedFields {

    private static final byte[] FOR = Ascii.of("x-forwarded-for");
    private static final byte[] PROTO = Ascii.of("x-forwarded-proto");
    private static final byte[] HOST = Ascii.of("x-forwarded-host");

    private final List<String> addresses = new ArrayList<>();
    private String scheme;
    private String host;

    ForwardedFields(RequestHead head) {
        HeaderFields fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (fields.name(field) == HeaderName.X_FORWARDED) {
                read(head, field);
            }
        }
    }

    /** The nearest proxy's value is the last one of each field. */
    private void read(RequestHead head, int field) {
        HeaderFields fields = head.fields();
        int from = fields.lineStart(field);
        int to = fields.nameEnd(field);
        String value = head.value(field);
        if (Ascii.equalsIgnoringCase(head.array(), from, to, FOR)) {
            for (String address : value.split(",")) {
                addresses.add(withoutPort(address.trim()));
            }
        } else if (Ascii.equalsIgnoringCase(head.array(), from, to, PROTO)) {
            scheme = value.substring(value.lastIndexOf(',') + 1).trim();
        } else if (Ascii.equalsIgnoringCase(head.array(), from, to, HOST)) {
            host = value.substring(value.lastIndexOf(',') + 1).trim();
        }
    }

    private static String withoutPort(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? "" : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        boolean one = colon >= 0 && colon == address.lastIndexOf(':');
        return one ? address.substring(0, colon) : address;
    }

    /** Returns the client and the proxies between it and the gateway, separated by commas. */
    String addresses(String nearest, TrustedProxies proxies) {
        Deque<String> path = new ArrayDeque<>();
        path.push(nearest);
        for (int i = addresses.size() - 1; i >= 0 && proxies.trusts(path.peek()); i--) {
            if (!isAddress(addresses.get(i))) {
                break;
            }
            path.push(addresses.get(i));
        }
        return String.join(", ", path);
    }

    private static boolean isAddress(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128 || c == '.' || c == ':');
    }

    String scheme(String otherwise) {
        return "http".equals(scheme) || "https".equals(scheme) ? scheme : otherwise;
    }

    /** Returns the host, or null if there is none or it is not valid. */
    byte[] host() {
        byte[] bytes = host == null ? new byte[0] : Ascii.of(host);
        return bytes.length > 0 && Ascii.all(bytes, 0, bytes.length, Ascii.HOST) ? bytes : null;
    }
}
