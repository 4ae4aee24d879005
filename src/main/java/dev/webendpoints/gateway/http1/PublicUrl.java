package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

/**
 * The URL that a caller used, as far as it can be known behind trusted proxies.
 *
 * @param scheme {@code http} or {@code https}
 * @param rest the host, the path and the query, as they came
 */
public record PublicUrl(String scheme, byte[] rest) {

    /** The query parameter by which a call's result is asked for (modal.com/docs/guide/webhook-timeouts). */
    static final String RESULT_PARAMETER = "__modal_function_call_id";

    /** Where the result of a call can be fetched; the same URL when it already says so. */
    public String ofResult(String callId) {
        String url = scheme + "://" + new String(rest, StandardCharsets.ISO_8859_1);
        String parameter = RESULT_PARAMETER + "=" + callId;
        int query = url.indexOf('?');
        if (query < 0) {
            return url + "?" + parameter;
        }
        String asked = url.substring(query + 1);
        boolean says = ("&" + asked + "&").contains("&" + parameter + "&");
        return says ? url : url + (asked.isEmpty() ? "" : "&") + parameter;
    }
}
