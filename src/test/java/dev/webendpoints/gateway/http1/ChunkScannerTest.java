package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkScannerTest {

    private final ChunkScanner scanner = new ChunkScanner(100);
    private final StringBuilder data = new StringBuilder();

    /** Returns how many bytes were taken. */
    private int scan(String text) {
        int at = 0;
        while (at < text.length() && !scanner.done() && scanner.refusal() == null) {
            if (scanner.dataLeft() > 0) {
                data.append(text.charAt(at));
                scanner.skip(1);
            } else {
                scanner.feed(text.getBytes(StandardCharsets.ISO_8859_1)[at]);
            }
            at++;
        }
        return at;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                "003;a=b\r\nabc\r\n2; q=\"x\"\r\nde\r\n000\r\n\r\n",
                "5; a ; b = c;d=\"e\\\"f;\u00e9\"\r\nabcde\r\n0\r\n\r\n",
                "5\r\nabcde\r\n0;last\r\n\r\n"
            })
    void accepted(String text) {
        assertThat(scan(text + "next")).isEqualTo(text.length());
        assertThat(data).hasToString("abcde");
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNK_FRAMING, ' 3\r\nabc\r\n'",
        "CHUNK_FRAMING, '3 \r\nabc\r\n'",
        "CHUNK_FRAMING, '0x3\r\nabc\r\n'",
        "CHUNK_FRAMING, '1_0\r\nabc\r\n'",
        "CHUNK_FRAMING, '+3\r\nabc\r\n'",
        "CHUNK_FRAMING, '-3\r\nabc\r\n'",
        "CHUNK_FRAMING, '\r\nabc\r\n'",
        "CHUNK_FRAMING, ';a\r\nabc\r\n'",
        "CHUNK_FRAMING, '3\nabc\r\n'",
        "CHUNK_FRAMING, '3\rabc\r\n'",
        "CHUNK_FRAMING, '3\r\nabcd\r\n'",
        "CHUNK_FRAMING, '3\r\nabc\n'",
        "CHUNK_FRAMING, '3\r\nabc\rx'",
        "CHUNK_FRAMING, '3;\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a==b\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a=\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a b\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a \r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a=b\t\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a=\"b\" \r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a:b\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a=\"b\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a=\"b\"c\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a\nb\r\nabc\r\n'",
        "CHUNK_FRAMING, '3;a\rb\r\nabc\r\n'",
        "CHUNK_FRAMING, '0\r\n\rx'",
        "CHUNK_FRAMING, '0000000000000003\r\nabc\r\n'",
        "CHUNK_FRAMING, 'ffffffffffffffff\r\n'",
        "BODY_TOO_LARGE, '65\r\n'",
        "BODY_TOO_LARGE, 'fffffffffffffff\r\n'",
        "SPACE_BEFORE_COLON, '0\r\nA : b\r\n\r\n'",
        "OBS_FOLD, '0\r\n A: b\r\n\r\n'",
        "BARE_LF, '0\r\nA: b\n\r\n'"
    })
    void refused(ParseError expected, String text) {
        scan(text);
        assertThat(scanner.refusal()).isEqualTo(expected);
    }

    @Test
    void theWholeBodyIsCountedNotOneChunk() {
        scan("32\r\n" + "a".repeat(0x32) + "\r\n33\r\n");
        assertThat(scanner.refusal()).isEqualTo(ParseError.BODY_TOO_LARGE);
    }

    @Test
    void trailersAreFiltered() {
        scan("0\r\nX-Sum: 1\r\nHost: b\r\nContent-Length: 4\r\nModal-Key: k\r\nmodal_key: k\r\nGrpc-Status: 0\r\n\r\n");
        assertThat(scanner.done()).isTrue();
        assertThat(new String(scanner.trailers(), StandardCharsets.ISO_8859_1))
                .isEqualTo("X-Sum: 1\r\nGrpc-Status: 0\r\n\r\n");
    }

    @Test
    void withoutTrailersThereIsNothingToAdd() {
        scan("0\r\n\r\n");
        assertThat(scanner.trailers()).isNull();
    }

    @Test
    void aLongExtensionIsRefused() {
        scan("1;" + "a".repeat(2000));
        assertThat(scanner.refusal()).isEqualTo(ParseError.CHUNK_FRAMING);
    }

    @Test
    void tooManyTrailersAreRefused() {
        scan("0\r\n" + ("A: " + "b".repeat(500) + "\r\n").repeat(20));
        assertThat(scanner.refusal()).isIn(ParseError.TRAILER_TOO_LARGE, ParseError.HEAD_TOO_LARGE);
    }
}
