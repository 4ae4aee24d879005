package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

/**
 * The URL that a client used, as far as it is known behind trusted proxies.
 *
 * @param scheme {@code http} or {@code https}
 * @param rest the host, the path and the query, as received
 */
public record PublicUrl(String scheme, byte[] rest) {

    /** The query parameter that requests a call's result (modal.com/docs/guide/webhook-timeouts). */
    static final String RESULT_PARAMETER = "__modal_function_call_id";

    /** Returns the URL of a call's result: this URL with the parameter added, unless it is already there. */
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
