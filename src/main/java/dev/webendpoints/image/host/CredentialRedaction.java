package dev.webendpoints.image.host;

import java.util.regex.Pattern;

/** Removes credentials from URLs before they are shown. */
public final class CredentialRedaction {

    private static final Pattern USER_INFO = Pattern.compile("(\\w[\\w+.-]*://)[^/\\s@'\"]+@");

    private CredentialRedaction() {}

    /** Replaces {@code https://user:password@host/} with {@code https://***@host/}. */
    public static String of(String text) {
        return USER_INFO.matcher(text).replaceAll("$1***@");
    }
}
