package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;

import static org.assertj.core.api.Assertions.assertThat;

/** Properties that hold for any input; each failure's message contains the seed. */
class HeadFuzzTest {

    private static final int ROUNDS = 60_000;
    private static final RemotePeer PEER = new RemotePeer("10.0.0.9", "http", TrustedProxies.NONE);

    private static final String[] PIECES = {
        "GET ",
        "POST ",
        "HEAD ",
        "/",
        "*",
        "http://a/",
        "http://b",
        "?q=1",
        "%2F",
        " HTTP/1.1",
        " HTTP/1.0",
        "\r\n",
        "\r\n",
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        "\u0000",
        "\u00e4",
        ":",
        "Host: a",
        "Host: a:80",
        "Host: ",
        "host: b",
        "Content-Length: 5",
        "Content-Length: 05",
        "Content-Length: -1",
        "Content_Length: 7",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: x",
        "Connection: close",
        "Connection: x-a, upgrade",
        "Connection: ,,",
        "Upgrade: websocket",
        "Upgrade: h2c",
        "X-A: 1",
        "X-Forwarded-For: 6.6.6.6",
        "x_forwarded_host: evil",
        "Modal-Key: k",
        "Modal-Secret: s",
        "Authorization: Bearer x",
        "Accept: application/json",
        "TE: trailers",
        "\r\n\r\n",
        "a",
        "Z"
    };

    private static String generated(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) > 0) {
            text.append(
                    random.nextBoolean()
                            ? "GET /x HTTP/1.1\r\nHost: a\r\n"
                            : "POST http://a/y HTTP/1.1\r\nHost: a\r\n");
        }
        int pieces = random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(3) > 0) {
                text.append("\r\n");
            }
        }
        text.append(random.nextBoolean() ? "\r\n\r\n" : "");
        if (random.nextInt(3) == 0 && text.length() > 0) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
        return text.toString();
    }

    private static RequestHead inParts(String text, Random random) {
        RequestHead head = new RequestHead(RequestHeadTest.LIMITS);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < bytes.length) {
            int step = Math.min(1 + random.nextInt(9), bytes.length - at);
            Progress progress = RequestHeadTest.feed(head, java.util.Arrays.copyOfRange(bytes, at, at + step));
            at += step;
            if (progress != Progress.MORE) {
                break;
            }
        }
        return head;
    }

    @Test
    void howTheBytesWereCutDoesNotMatter() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String text = generated(random) + "\r\n\r\n";
            RequestHead whole = RequestHeadTest.parsed(text);
            RequestHead parts = inParts(text, random);
            assertThat(parts.refusal()).as("seed %d", seed).isEqualTo(whole.refusal());
            assertThat(parts.end()).as("seed %d", seed).isEqualTo(whole.end());
        }
    }

    @Test
    void whatIsForwardedIsAcceptedAgainAndMeansTheSame() {
        int accepted = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            RequestHead head = RequestHeadTest.parsed(generated(new Random(seed)));
            if (head.parse() == Progress.WHOLE) {
                accepted++;
                assertForwarded(head, seed);
            }
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 20);
    }

    private static void assertForwarded(RequestHead head, int seed) {
        BodyFraming framing = head.framing();
        long length = head.contentLength();
        String host = head.value(HeaderName.HOST);
        String method = head.method();
        int end = RequestPolicy.rewrite(head, PEER, true, CallIdField.ID);
        String text = new String(head.array(), 0, end, StandardCharsets.ISO_8859_1);
        RequestHead again = RequestHeadTest.parsed(text);
        assertThat(again.parse()).as("seed %d: %s", seed, text).isEqualTo(Progress.WHOLE);
        assertThat(again.end()).as("seed %d", seed).isEqualTo(end);
        assertThat(again.framing()).as("seed %d", seed).isEqualTo(framing);
        assertThat(again.contentLength()).as("seed %d", seed).isEqualTo(length);
        assertThat(again.value(HeaderName.HOST)).as("seed %d", seed).isEqualTo(host);
        assertThat(again.method()).as("seed %d", seed).isEqualTo(method);
        assertThat(CallIdField.removedFrom(text).toLowerCase(Locale.ROOT))
                .as("seed %d", seed)
                .doesNotContainPattern(
                        "\r\n(modal-|authorization:|content_length:|te:|x_forwarded_|x-forwarded-for: 6)");
    }
}
