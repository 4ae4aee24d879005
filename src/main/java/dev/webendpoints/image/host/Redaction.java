package dev.webendpoints.image.host;

import java.util.regex.Pattern;

/** Takes credentials out of addresses before anybody reads them. */
public final class Redaction {

    private static final Pattern USER_INFO = Pattern.compile("(\\w[\\w+.-]*://)[^/\\s@'\"]+@");

    private Redaction() {}

    /** {@code https://user:password@host/} becomes {@code https://***@host/}. */
    public static String of(String text) {
        return USER_INFO.matcher(text).replaceAll("$1***@");
    }
}
