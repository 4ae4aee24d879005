package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;

import static org.assertj.core.api.Assertions.assertThat;

class RequestHeadTest {

    static final HeadLimits LIMITS = new HeadLimits(4096, 1024, 16, 1_000_000);

    private static final String HOST = "Host: a.localhost\r\n";

    /** Feeds the whole text in one piece. */
    static RequestHead parsed(String text) {
        RequestHead head = new RequestHead(LIMITS);
        feed(head, text.getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }

    static Progress feed(HeaderSection head, byte[] bytes) {
        System.arraycopy(bytes, 0, head.room(bytes.length), head.size(), bytes.length);
        head.added(bytes.length);
        return head.parse();
    }

    /** Feeds the text byte by byte. */
    private static RequestHead dripped(String text) {
        RequestHead head = new RequestHead(LIMITS);
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (feed(head, new byte[] {octet}) != Progress.MORE) {
                break;
            }
        }
        return head;
    }

    static Stream<Arguments> refused() {
        String get = "GET / HTTP/1.1\r\n" + HOST;
        String post = "POST / HTTP/1.1\r\n" + HOST;
        return Stream.of(
                // framing
                Arguments.of(
                        ParseError.LENGTH_AND_ENCODING,
                        post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of(
                        ParseError.LENGTH_AND_ENCODING,
                        post + "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of(
                        ParseError.ENCODING_ON_HTTP_1_0,
                        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"),
                Arguments.of(
                        ParseError.ENCODING_DUPLICATE,
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: chunked, chunked\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: chunked, identity\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: identity\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: xchunked\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: \"chunked\"\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding: chunked;q=1\r\n\r\n"),
                Arguments.of(ParseError.ENCODING_UNKNOWN, post + "Transfer-Encoding:\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_DUPLICATE, post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_DUPLICATE, post + "Content-Length: 1\r\ncontent-length: 2\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: 1, 1\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: +1\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: -1\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: 1_0\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: 0x1\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: 1 0\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length:\r\n\r\n"),
                Arguments.of(ParseError.LENGTH_BYTES, post + "Content-Length: 9223372036854775808\r\n\r\n"),
                Arguments.of(ParseError.BODY_TOO_LARGE, post + "Content-Length: 1000001\r\n\r\n"),
                // host
                Arguments.of(ParseError.HOST_MISSING, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of(ParseError.HOST_MISSING, "GET / HTTP/1.0\r\n\r\n"),
                Arguments.of(ParseError.HOST_DUPLICATE, get + HOST + "\r\n"),
                Arguments.of(ParseError.HOST_EMPTY, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a/path\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a?q\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a%61\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: :80\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a:8o\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n"),
                Arguments.of(ParseError.HOST_BYTES, "GET / HTTP/1.1\r\nHost: \u00e4\r\n\r\n"),
                Arguments.of(ParseError.HOST_MISDIRECTED, "GET http://b.localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.HOST_MISDIRECTED, "GET http://a.localhost:1/ HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.HOST_MISDIRECTED, "GET http://u@a.localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                // fields
                Arguments.of(ParseError.OBS_FOLD, get + "X: a\r\n b\r\n\r\n"),
                Arguments.of(ParseError.OBS_FOLD, get + "X: a\r\n\tb\r\n\r\n"),
                Arguments.of(ParseError.OBS_FOLD, "GET / HTTP/1.1\r\n " + HOST + "\r\n"),
                Arguments.of(ParseError.EMPTY_NAME, get + ": a\r\n\r\n"),
                Arguments.of(ParseError.SPACE_BEFORE_COLON, get + "X : a\r\n\r\n"),
                Arguments.of(ParseError.SPACE_BEFORE_COLON, get + "X\t: a\r\n\r\n"),
                Arguments.of(ParseError.NAME_BYTES, get + "X\u0000: a\r\n\r\n"),
                Arguments.of(ParseError.NAME_BYTES, get + "X(: a\r\n\r\n"),
                Arguments.of(ParseError.NAME_BYTES, get + "no colon\r\n\r\n".replace(' ', '\r')),
                Arguments.of(ParseError.CONTROL_BYTE, get + "X: a\u0000b\r\n\r\n"),
                Arguments.of(ParseError.CONTROL_BYTE, get + "X: a\u007fb\r\n\r\n"),
                Arguments.of(ParseError.BARE_CR, get + "X: a\rb\r\n\r\n"),
                Arguments.of(ParseError.BARE_LF, get + "X: a\nY: b\r\n\r\n"),
                Arguments.of(ParseError.BARE_LF, get + "\n"),
                Arguments.of(ParseError.BARE_CR, get + "\r\r\n"),
                Arguments.of(ParseError.CONNECTION_BYTES, get + "Connection: close;x\r\n\r\n"),
                // request line
                Arguments.of(ParseError.CONNECT, "CONNECT a.localhost:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.ASTERISK, "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_FORM, "GET a HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_FORM, "GET ftp://a.localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET /\u0000 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET /\r HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET /\n HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.TARGET_BYTES, "GET /\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "GET / X\r\n\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "GET /  HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "GET / http/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.CONTROL_BYTE, "GET / HTTP/1.1 \r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.BARE_LF, "GET / HTTP/1.1\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "\u0000GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.REQUEST_LINE, "\u0016\u0003\u0001 TLS"),
                Arguments.of(ParseError.REQUEST_LINE, "A".repeat(40) + " / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.VERSION, "GET / HTTP/2.0\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.VERSION, "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.VERSION, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                // bounds
                Arguments.of(ParseError.TARGET_TOO_LONG, "GET /" + "a".repeat(1100)),
                Arguments.of(ParseError.TARGET_TOO_LONG, "GET /" + "a".repeat(1024) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(ParseError.HEAD_TOO_LARGE, (get + "X: " + "a".repeat(5000)).substring(0, 4096)),
                Arguments.of(ParseError.TOO_MANY_FIELDS, get + "X: a\r\n".repeat(16) + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(ParseError expected, String text) {
        assertThat(parsed(text).refusal()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedAlsoWhenItDrips(ParseError expected, String text) {
        assertThat(dripped(text).refusal()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "400, LENGTH_AND_ENCODING",
        "413, BODY_TOO_LARGE",
        "414, TARGET_TOO_LONG",
        "421, HOST_MISDIRECTED",
        "431, HEAD_TOO_LARGE",
        "431, TOO_MANY_FIELDS",
        "505, VERSION"
    })
    void everyRefusalHasItsStatus(int status, ParseError refusal) {
        assertThat(refusal.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a.localhost:8090\r\n\r\n",
                "GET /%00%zz;a?b=1;c HTTP/1.0\r\nHost: a\r\n\r\n",
                "M-SEARCH / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET HTTP://A.localhost/ HTTP/1.1\r\nHost: a.Localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:a\r\nX:\r\nY: \u00e4 \t\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nConnection: ,close,,\r\n\r\n"
            })
    void accepted(String text) {
        assertThat(parsed(text).parse()).isEqualTo(Progress.WHOLE);
    }

    @Test
    void aHeadThatDripsSaysTheSame() {
        String text = "POST /x?y HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nConnection: close\r\n\r\n";
        RequestHead head = dripped(text);
        assertThat(head.end()).isEqualTo(text.length());
        assertThat(head.target()).isEqualTo("/x?y");
        assertThat(head.framing()).isEqualTo(BodyFraming.COUNTED);
        assertThat(head.contentLength()).isEqualTo(12);
        assertThat(head.persistent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, x: y, true",
        "1.1, connection: close, false",
        "1.1, 'connection: Upgrade, Close', false",
        "1.0, x: y, false",
        "1.0, connection: Keep-Alive, true"
    })
    void persistence(String version, String field, boolean expected) {
        assertThat(parsed("GET / HTTP/" + version + "\r\n" + HOST + field + "\r\n\r\n")
                        .persistent())
                .isEqualTo(expected);
    }

    @Test
    void bytesBehindTheHeadAreNotItsOwn() {
        String text = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
        assertThat(parsed(text + "GET /2").end()).isEqualTo(text.length());
    }

    @Test
    void aReusedHeadRemembersNothing() {
        RequestHead head = parsed("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nConnection: close\r\n\r\n");
        head.reset();
        feed(head, ("GET / HTTP/1.1\r\n" + HOST + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(head.framing()).isEqualTo(BodyFraming.NONE);
        assertThat(head.persistent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "'application/json, text/plain, */*', true",
        "'text/plain, application/json', false",
        "'application/json;q=0.5, text/plain', false",
        "'text/plain;q=0.5, application/json', true",
        "application/json;q=0, false",
        "*/*, false",
        "text/html, false"
    })
    void jsonByAccept(String accept, boolean expected) {
        assertThat(parsed("GET / HTTP/1.1\r\n" + HOST + "Accept: " + accept + "\r\n\r\n")
                        .prefersJson())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/?__modal_function_call_id=fc-1, fc-1",
        "/a?b=c&__modal_function_call_id=fc-1, fc-1",
        "/a?__modal_function_call_id=fc-1&b=c, fc-1",
        "http://a/b?__modal_function_call_id=fc-1, fc-1",
        "/?__modal_function_call_id=, ''",
        "/?x__modal_function_call_id=fc-1,",
        "/?__modal_function_call_idx=fc-1,",
        "/?__modal_function_call_i,",
        "/__modal_function_call_id=fc-1,",
        "/a?,",
        "/a,"
    })
    void theResultThatIsAskedForIsAParameterOfTheQuery(String target, String callId) {
        assertThat(parsed("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").resultAskedFor())
                .isEqualTo(callId);
    }
}
