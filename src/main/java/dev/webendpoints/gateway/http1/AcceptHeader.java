package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads an {@code AcceptHeader} header (RFC 9110 §12.5.1) to decide between JSON and plain text. */
final class AcceptHeader {

    private static final byte[] JSON = Ascii.of("json");

    private AcceptHeader() {}

    /** Returns whether JSON has a higher quality than plain text, or the same one and is listed first. */
    static boolean prefersJson(byte[] bytes, int from, int to) {
        return mentionsJson(bytes, from, to)
                && prefersJson(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static boolean mentionsJson(byte[] bytes, int from, int to) {
        for (int i = from; i + JSON.length <= to; i++) {
            if (Ascii.startsWith(bytes, i, JSON, Ascii.LOWER)) {
                return true;
            }
        }
        return false;
    }

    private static boolean prefersJson(String value) {
        double json = 0;
        double text = 0;
        for (String range : value.toLowerCase(Locale.ROOT).split(",")) {
            String type = range.split(";", 2)[0].trim();
            if (type.equals("application/json")) {
                json = quality(range);
                if (json > 0 && text == 0) {
                    text = -1;
                }
            } else if (type.equals("text/plain")) {
                text = text < 0 && quality(range) <= json ? text : quality(range);
            }
        }
        return json > 0 && json > text;
    }

    private static double quality(String range) {
        int at = range.indexOf("q=");
        try {
            return at < 0 ? 1 : Double.parseDouble(range.substring(at + 2).trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
