package dev.webendpoints.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** The position in a list after which the next page starts. Opaque to callers. */
public record PageCursor(Instant createdAt, String id) {

    /** Before every endpoint. */
    public static final PageCursor START = new PageCursor(Instant.EPOCH, "");

    private static final char SEPARATOR = ' ';

    public static PageCursor after(WebEndpoint endpoint) {
        return new PageCursor(endpoint.createdAt, endpoint.id);
    }

    /** @throws InvalidCursor if the text was not returned by {@link #text} */
    public static PageCursor of(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int separator = decoded.indexOf(SEPARATOR);
            return new PageCursor(Instant.parse(decoded.substring(0, separator)), decoded.substring(separator + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw new InvalidCursor(text);
        }
    }

    public String text() {
        byte[] decoded = (createdAt.toString() + SEPARATOR + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(decoded);
    }
}
