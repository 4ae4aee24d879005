package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RemotePeerTest {

    /** Trusts 10.…: the operator's own network. */
    private static final TrustedProxies PROXIES = address -> address.startsWith("10.");

    private static String forwarded(String peer, String fields) {
        RequestHead head = RequestHeadTest.parsed("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        int length = RequestPolicy.rewrite(head, new RemotePeer(peer, "http", PROXIES), false, CallIdField.ID);
        String text = CallIdField.removedFrom(new String(head.array(), 0, length, StandardCharsets.ISO_8859_1));
        return text.substring("GET / HTTP/1.1\r\nHost: a\r\n".length(), text.length() - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | X-Forwarded-For: 198.51.100.7 | 203.0.113.9",
                "10.0.0.1 | X-Forwarded-For: 198.51.100.7 | 198.51.100.7, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: 6.6.6.6, 198.51.100.7 | 198.51.100.7, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: 6.6.6.6, 198.51.100.7, 10.0.0.2 | 198.51.100.7, 10.0.0.2, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: 10.0.0.3, 10.0.0.2 | 10.0.0.3, 10.0.0.2, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: 198.51.100.7:4711 | 198.51.100.7, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: [2001:db8::1]:4711 | 2001:db8::1, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: 2001:db8::1 | 2001:db8::1, 10.0.0.1",
                "10.0.0.1 | X-Forwarded-For: unknown | 10.0.0.1",
                "10.0.0.1 | X-Other: 1 | 10.0.0.1"
            })
    void theCallerIsTheFirstAddressThatIsNotATrustedProxys(String peer, String field, String expected) {
        assertThat(forwarded(peer, field + "\r\n"))
                .contains("X-Forwarded-For: " + expected + "\r\nX-Forwarded-Proto: http\r\n");
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(forwarded("10.0.0.1", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 198.51.100.7\r\n"))
                .startsWith("X-Forwarded-For: 198.51.100.7, 10.0.0.1\r\n");
    }

    @Test
    void aTrustedProxysSchemeAndHostAreBelieved() {
        assertThat(forwarded("10.0.0.1", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example.com\r\n"))
                .isEqualTo(
                        "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example.com");
    }

    @Test
    void aStrangersAreNot() {
        assertThat(forwarded("203.0.113.9", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example.com\r\n"))
                .isEqualTo("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a");
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-Proto, javascript", "X-Forwarded-Host, a b", "X-Forwarded-Host, "})
    void whatCannotBeOneIsNot(String name, String value) {
        assertThat(forwarded("10.0.0.1", name + ": " + (value == null ? "" : value) + "\r\n"))
                .isEqualTo("X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a");
    }
}
