package dev.webendpoints.api.signin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The HTML of the page, and the policy that lets a browser run nothing and load nothing but the page's own style. */
final class ConfirmationHtml {

    private static final String RESOURCE = "/pages/confirmation.html";
    private static final String MESSAGE = "<!-- message -->";

    private final String page;
    private final String policy;

    private ConfirmationHtml(String page) {
        this.page = page;
        this.policy = "default-src 'none'; style-src 'sha256-" + hash(between(page, "<style>", "</style>"))
                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    static ConfirmationHtml read() {
        try (InputStream page = ConfirmationHtml.class.getResourceAsStream(RESOURCE)) {
            return new ConfirmationHtml(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the class path lacks " + RESOURCE, e);
        }
    }

    /** Returns the value of {@code Content-Security-Policy}. */
    String policy() {
        return policy;
    }

    /** Returns the form without a message. */
    String form() {
        return page;
    }

    /** Returns the form below a sentence, which may have any characters. */
    String form(String sentence) {
        return page.replace(MESSAGE, message(sentence));
    }

    /** Returns a page with a sentence and without the form. */
    String end(String sentence) {
        int start = page.indexOf("<form");
        int end = page.indexOf("</form>") + "</form>".length();
        return (page.substring(0, start) + page.substring(end)).replace(MESSAGE, message(sentence));
    }

    private static String message(String sentence) {
        return "<p role=\"status\"><strong>" + escaped(sentence) + "</strong></p>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String between(String text, String start, String end) {
        int begin = text.indexOf(start) + start.length();
        return text.substring(begin, text.indexOf(end, begin));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
