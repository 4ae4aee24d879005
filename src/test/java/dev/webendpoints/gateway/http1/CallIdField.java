package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The field with a call's id, which ends each head that a worker receives. */
public final class CallIdField {

    static final String FIELD = "modal-function-call-id: fc-0123456789abcdefABCDEF";
    static final byte[] ID = FIELD.substring(FIELD.indexOf("fc-")).getBytes(StandardCharsets.US_ASCII);

    private static final Pattern LAST_FIELD =
            Pattern.compile("\r\nmodal-function-call-id: (fc-[0-9A-Za-z]{22})\r\n\r\n");

    private CallIdField() {}

    /** Returns a head, perhaps with a body, without its last field, which must be a call's id. */
    public static String removedFrom(String head) {
        return matcher(head).replaceFirst("\r\n\r\n");
    }

    public static String in(String head) {
        return matcher(head).group(1);
    }

    private static Matcher matcher(String head) {
        Matcher matcher = LAST_FIELD.matcher(head);
        assertThat(matcher.find()).as(head).isTrue();
        return matcher;
    }
}
