package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseHeadTest {

    private static ResponseHead parsed(String text, boolean toHead) {
        ResponseHead head = new ResponseHead(RequestHeadTest.LIMITS);
        head.answersHead(toHead);
        RequestHeadTest.feed(head, text.getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_LINE, 'nonsense'",
        "STATUS_LINE, 'HTTP/2 200 OK\r\n\r\n'",
        "STATUS_LINE, 'HTTP/1.1 20 OK\r\n\r\n'",
        "STATUS_LINE, 'HTTP/1.1 2000 OK\r\n\r\n'",
        "STATUS_LINE, 'HTTP/1.1 099 OK\r\n\r\n'",
        "STATUS_LINE, 'HTTP/1.1\r\n\r\n'",
        "BARE_LF, 'HTTP/1.1 200 OK\n\n'",
        "OBS_FOLD, 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'",
        "LENGTH_DUPLICATE, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n'",
        "LENGTH_AND_ENCODING, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'",
        "ENCODING_ON_HTTP_1_0, 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'",
        "ENCODING_UNKNOWN, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'"
    })
    void refused(ParseError expected, String text) {
        assertThat(parsed(text, false).refusal()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Content-Length: 5, false, COUNTED, true",
        "200, Transfer-Encoding: chunked, false, CHUNKED, true",
        "200, X: y, false, UNTIL_CLOSE, false",
        "200, Content-Length: 5, true, NONE, true",
        "204, Content-Length: 5, false, NONE, true",
        "304, Transfer-Encoding: chunked, false, NONE, true",
        "101, Content-Length: 5, false, NONE, true",
        "200, 'Content-Length: 5\r\nConnection: close', false, COUNTED, false"
    })
    void framingAndReuse(int status, String fields, boolean toHead, BodyFraming framing, boolean reusable) {
        ResponseHead head = parsed("HTTP/1.1 " + status + "\r\n" + fields + "\r\n\r\n", toHead);
        assertThat(head.framing()).isEqualTo(framing);
        assertThat(head.reusable()).isEqualTo(reusable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 \u00fcber gut"})
    void anyReasonPhrase(String line) {
        assertThat(parsed(line + "\r\n\r\n", false).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"304, false", "204, false", "200, true"})
    void framingIsJudgedWhereThereIsNoBodyToo(int status, boolean toHead) {
        // Given
        ResponseHead head = new ResponseHead(new HeadLimits(4096, 1024, 32, Long.MAX_VALUE));
        byte[] text = Ascii.of("HTTP/1.1 " + status + " X\r\nContent-Length: 0x5\r\n\r\n");
        System.arraycopy(text, 0, head.room(text.length), 0, text.length);
        head.added(text.length);
        head.answersHead(toHead);
        // When
        head.parse();
        // Then
        assertThat(head.refusal()).isEqualTo(ParseError.LENGTH_BYTES);
    }

    private static String rewritten(String text, byte[] id, boolean closes, boolean framesBody) {
        ResponseHead head = parsed(text, false);
        int length = ResponsePolicy.rewrite(head, id, closes, framesBody);
        return new String(head.array(), 0, length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void headersOfTheWorkersHopGoAndOursCome() {
        assertThat(rewritten(
                        "HTTP/1.0 200 Fine\r\nConnection: keep-alive, x-hop\r\nKeep-Alive: 5\r\nX-Hop: 1\r\n"
                                + "Upgrade: h2c\r\nModal-Function-Call-Id: fc-fake\r\nServer: x\r\n\r\n",
                        Ascii.of("fc-1"),
                        true,
                        true))
                .isEqualTo("HTTP/1.1 200 Fine\r\nServer: x\r\nmodal-function-call-id: fc-1\r\n"
                        + "Connection: close\r\n\r\n");
    }

    @Test
    void chunksAreNotAnnouncedToWhoGetsNone() {
        assertThat(rewritten("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", null, false, false))
                .isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
    }

    @Test
    void aSwitchNamesItsOption() {
        assertThat(rewritten("HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", null, true, true))
                .isEqualTo("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    }
}
