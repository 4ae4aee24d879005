package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestPolicyTest {

    private static final RemotePeer PEER = new RemotePeer("10.0.0.9", "http", TrustedProxies.NONE);
    private static final String ADDED =
            "X-Forwarded-For: 10.0.0.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n";

    private static String rewritten(String text, boolean credentialsUsed) {
        RequestHead head = RequestHeadTest.parsed(text);
        int length = RequestPolicy.rewrite(head, PEER, credentialsUsed, CallIdField.ID);
        return CallIdField.removedFrom(new String(head.array(), 0, length, StandardCharsets.ISO_8859_1));
    }

    private static String fields(String fields) {
        return rewritten("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n", false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive",
                "Keep-Alive: 5",
                "Proxy-Connection: close",
                "TE: trailers",
                "Proxy-Authorization: x",
                "Proxy-Authenticate: x",
                "HTTP2-Settings: x",
                "Upgrade: websocket",
                "Modal-Key: k",
                "MODAL-SECRET: s",
                "modal-function-call-id: fc-1",
                "Modal-Anything: x",
                "X-Forwarded-For: 1.2.3.4",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: b",
                "X-Forwarded-Port: 1",
                "Forwarded: for=1.2.3.4",
                "X-Real-IP: 1.2.3.4",
                "X_Forwarded_For: 1.2.3.4",
                "Content_Length: 5",
                "Transfer_Encoding: chunked",
                "Modal_Key: k",
                "x-forwarded_host: b",
                "True-Client-IP: 1.2.3.4",
                "CF-Connecting-IP: 1.2.3.4",
                "X-Client-IP: 1.2.3.4",
                "Client-IP: 1.2.3.4",
                "X-Cluster-Client-IP: 1.2.3.4",
                "Fastly-Client-IP: 1.2.3.4",
                "Proxy: http://b",
                "X-Original-URL: /admin",
                "X-Rewrite-URL: /admin",
                "X-Original-Host: b",
                "x_original_url: /admin",
                "True_Client_IP: 1.2.3.4"
            })
    void dropped(String field) {
        assertThat(fields(field + "\r\n")).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n" + ADDED + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic x",
                "Cookie: a=b",
                "Accept: */*",
                "Expect: 100-continue",
                "X_Own: 1",
                "X-Forward: 1",
                "X-Original: 1",
                "Proxy-Own: 1",
                "Trailer: X-Sum",
                "Modality: 1",
                "Origin: b"
            })
    void kept(String field) {
        assertThat(fields(field + "\r\n")).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n" + ADDED + "\r\n");
    }

    @Test
    void runsBetweenDroppedFieldsKeepTheirOrder() {
        assertThat(fields("A: 1\r\nTE: x\r\nB: 2\r\nC: 3\r\nModal-Key: x\r\nKeep-Alive: x\r\nD: 4\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n" + ADDED + "\r\n");
    }

    @Test
    void fieldsNamedInConnectionGoButNeverOurs() {
        assertThat(fields("Connection: x-hop, X-Forwarded-Host, host\r\nX-Hop: 1\r\nB: 2\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nB: 2\r\n" + ADDED + "\r\n");
    }

    @Test
    void connectionNamedInConnectionDoesNotHideTheNextOne() {
        assertThat(fields("Connection: connection\r\nConnection: x-hop\r\nX-Hop: 1\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n" + ADDED + "\r\n");
    }

    @Test
    void framingNamedInConnectionStays() {
        assertThat(fields("Connection: content-length\r\nContent-Length: 2\r\n"))
                .contains("\r\nContent-Length: 2\r\n");
    }

    @Test
    void authorizationGoesWhenItWasOurs() {
        assertThat(rewritten("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer wk-1.ws-1\r\n\r\n", true))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n" + ADDED + "\r\n");
    }

    @Test
    void anUpgradePassesWithItsOption() {
        assertThat(fields("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"))
                .isEqualTo(
                        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n" + ADDED + "Connection: Upgrade\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket, H2C\r\n",
                "Connection: Upgrade\r\nUpgrade: a\r\nUpgrade: b\r\n"
            })
    void anUpgradeThatWouldHideRequestsDoesNot(String text) {
        assertThat(fields(text)).doesNotContain("Upgrade");
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2Fb/../c;d?e=1;2, /a%2Fb/../c;d?e=1;2",
        "http://a/x?y, /x?y",
        "http://a, /",
        "HTTPS://A?q, /?q",
        "//a//b, //a//b"
    })
    void theTargetIsItsPathByteByByte(String target, String expected) {
        assertThat(rewritten("GET " + target + " HTTP/1.0\r\nHost: a\r\nB: 2\r\n\r\n", false))
                .isEqualTo("GET " + expected + " HTTP/1.1\r\nHost: a\r\nB: 2\r\n" + ADDED + "\r\n");
    }
}
