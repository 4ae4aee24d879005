package dev.webendpoints.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The domain of all public URLs, taken from the URL template. */
final class PublicDomain {

    private static final Pattern TEMPLATE = Pattern.compile(
            "https?://\\{subdomain}\\.([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?/?", Pattern.CASE_INSENSITIVE);

    private final byte[] suffix;

    private PublicDomain(String domain) {
        suffix = ("." + domain.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @param urlTemplate for example {@code http://{subdomain}.localhost:8090}
     * @throws IllegalArgumentException if it is not a scheme, <code>{subdomain}.</code>, a domain and an optional port
     */
    static PublicDomain of(String urlTemplate) {
        Matcher matcher = TEMPLATE.matcher(urlTemplate);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("webendpoints.gateway.url-template is \"" + urlTemplate
                    + "\"; it must look like http://{subdomain}.localhost:8090: a scheme, {subdomain} as the whole"
                    + " first label, a domain, and a port or none");
        }
        return new PublicDomain(matcher.group(1));
    }

    /**
     * Returns the hostname of an endpoint from the bytes of a Host header: one lower-case label, without domain, port
     * and trailing dot. Returns null if the host is not one label under this domain.
     */
    String label(byte[] bytes, int from, int to) {
        int end = withoutPort(bytes, from, to);
        if (end > from && bytes[end - 1] == '.') {
            end--;
        }
        int labelEnd = end - suffix.length;
        if (labelEnd <= from || !endsWithSuffix(bytes, labelEnd)) {
            return null;
        }
        byte[] label = new byte[labelEnd - from];
        for (int i = from; i < labelEnd; i++) {
            if (bytes[i] == '.') {
                return null;
            }
            label[i - from] = lower(bytes[i]);
        }
        return new String(label, StandardCharsets.ISO_8859_1);
    }

    /** Returns the host from the bytes of a Host header: lower case, without port and trailing dot. */
    static String host(byte[] bytes, int from, int to) {
        int end = withoutPort(bytes, from, to);
        if (end > from && bytes[end - 1] == '.') {
            end--;
        }
        byte[] host = new byte[end - from];
        for (int i = from; i < end; i++) {
            host[i - from] = lower(bytes[i]);
        }
        return new String(host, StandardCharsets.ISO_8859_1);
    }

    private static int withoutPort(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] >= '0' && bytes[at - 1] <= '9') {
            at--;
        }
        return at > from && bytes[at - 1] == ':' ? at - 1 : to;
    }

    private boolean endsWithSuffix(byte[] bytes, int at) {
        for (int i = 0; i < suffix.length; i++) {
            if (lower(bytes[at + i]) != suffix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }
}
