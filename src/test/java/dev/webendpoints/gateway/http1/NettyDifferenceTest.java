package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.testing.Seeds;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that this parser accepts is read the same way by Netty's decoder: first line, fields, framing, start and
 * end of the body.
 */
class NettyDifferenceTest {

    /** The longest body that a test creates. */
    private static final int LONGEST_BODY = 1000;

    private static final String NEXT_REQUEST = "GET /next HTTP/1.1\r\nHost: n\r\n\r\n";
    private static final String NEXT_REQUEST_READ = "GET /next HTTP/1.1[Host:n] body ";
    private static final String NEXT_RESPONSE = "HTTP/1.1 299 next\r\nContent-Length: 0\r\n\r\n";
    private static final String NEXT_RESPONSE_READ = "HTTP/1.1 299[Content-Length:0] body ";

    private static final HeadLimits LIMITS = new HeadLimits(4096, 1024, 64, 1L << 40);
    private static final RemotePeer PEER = new RemotePeer("10.0.0.9", "http", TrustedProxies.NONE);

    private static <T extends HeaderSection> T parsed(T head, String text) {
        RequestHeadTest.feed(head, text.getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }

    static List<String> fields(HeaderSection head) {
        HeaderFields fields = head.fields();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            read.add(text(head, head.lineStart(i), fields.nameEnd(i)) + ":"
                    + text(head, fields.valueStart(i), fields.valueEnd(i)));
        }
        return read;
    }

    /** Netty rewrites a length, after the other fields, if it is not in canonical form: 05. */
    private static List<String> asNettyTellsThem(MessageHead head) {
        List<String> read = fields(head);
        String length = Long.toString(head.contentLength());
        if (head.framing() == BodyFraming.COUNTED
                && !head.value(HeaderName.CONTENT_LENGTH).equals(length)) {
            read.removeIf(field -> field.toLowerCase().startsWith("content-length:"));
            read.add("content-length:" + length);
        }
        return read;
    }

    /**
     * Netty validates or drops framing fields of responses without a body. This parser ignores them: such a response
     * ends with its head regardless of its fields (RFC 9112 §6.3).
     */
    private static boolean framesNoBody(ResponseHead head) {
        return head.hasNoBody() && (head.has(HeaderName.CONTENT_LENGTH) || head.has(HeaderName.TRANSFER_ENCODING));
    }

    private static String text(HeaderSection head, int from, int to) {
        return new String(head.array(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String body(MessageHead head) {
        return switch (head.framing()) {
            case COUNTED -> "b".repeat((int) head.contentLength());
            case CHUNKED -> "abc";
            case UNTIL_CLOSE -> "until the end";
            case NONE -> "";
        };
    }

    private static String framed(MessageHead head) {
        return head.framing() == BodyFraming.CHUNKED ? "3\r\nabc\r\n0\r\n\r\n" : body(head);
    }

    private static boolean isShort(MessageHead head) {
        return head.framing() != BodyFraming.COUNTED || head.contentLength() <= LONGEST_BODY;
    }

    @Test
    void requests() {
        Seeds.look("requests", seed -> {
            RequestHead head = parsed(new RequestHead(LIMITS), new Messages(seed).request());
            if (head.parse() == Progress.WHOLE && isShort(head)) {
                assertReadTheSame(head, head.end(), seed);
            }
        });
    }

    private static void assertReadTheSame(RequestHead head, int end, long seed) {
        String text = text(head, 0, end);
        String ours = head.method() + " " + head.target() + " HTTP/1." + head.minorVersion() + asNettyTellsThem(head);
        assertThat(NettyReading.of(new HttpRequestDecoder(), text + framed(head) + NEXT_REQUEST)
                        .messages())
                .as("seed %d: %s", seed, text)
                .containsExactly(ours + " body " + body(head), NEXT_REQUEST_READ);
    }

    @Test
    void requestsAsTheyAreForwarded() {
        Seeds.look("rewritten requests", seed -> {
            RequestHead head = parsed(new RequestHead(LIMITS), new Messages(seed).request());
            if (head.parse() == Progress.WHOLE && isShort(head)) {
                assertForwardedWell(head, seed);
            }
        });
    }

    private static void assertForwardedWell(RequestHead head, long seed) {
        BodyFraming framing = head.framing();
        long length = head.contentLength();
        int end = RequestPolicy.rewrite(head, PEER, true, CallIdField.ID);
        String text = text(head, 0, end);
        RequestHead again = parsed(new RequestHead(LIMITS), text);
        assertThat(again.parse()).as("seed %d: %s", seed, text).isEqualTo(Progress.WHOLE);
        assertThat(again.end()).as("seed %d: %s", seed, text).isEqualTo(end);
        assertThat(again.framing()).as("seed %d: %s", seed, text).isEqualTo(framing);
        assertThat(again.contentLength()).as("seed %d: %s", seed, text).isEqualTo(length);
        assertReadTheSame(again, end, seed);
        List<String> passed = fields(parsed(new RequestHead(LIMITS), CallIdField.removedFrom(text)));
        assertThat(passed.stream().map(NettyDifferenceTest::nameAsCgiReadsIt))
                .as("seed %d: %s", seed, text)
                .containsOnlyOnce("host")
                .doesNotContain(
                        "keep-alive",
                        "te",
                        "proxy-connection",
                        "http2-settings",
                        "authorization",
                        "forwarded",
                        "x-real-ip")
                .noneMatch(name -> name.startsWith("modal-"));
        assertThat(fields(again).stream()
                        .filter(field -> nameAsCgiReadsIt(field).startsWith("x-forwarded-")))
                .as("seed %d: %s", seed, text)
                .containsExactly(
                        "X-Forwarded-For:10.0.0.9",
                        "X-Forwarded-Proto:http",
                        "X-Forwarded-Host:" + again.value(HeaderName.HOST));
    }

    private static String nameAsCgiReadsIt(String field) {
        return field.substring(0, field.indexOf(':')).toLowerCase().replace('_', '-');
    }

    @Test
    void responses() {
        Seeds.look("responses", seed -> {
            ResponseHead head = parsed(new ResponseHead(LIMITS), new Messages(seed).response());
            if (head.parse() == Progress.WHOLE && isShort(head) && !framesNoBody(head)) {
                assertReadTheSame(head, seed);
            }
        });
    }

    private static void assertReadTheSame(ResponseHead head, long seed) {
        String text = text(head, 0, head.end());
        String first =
                "HTTP/1." + head.minorVersion() + " " + head.status() + asNettyTellsThem(head) + " body " + body(head);
        boolean last = head.framing() == BodyFraming.UNTIL_CLOSE || head.status() == 101;
        assertThat(NettyReading.of(new HttpResponseDecoder(), text + framed(head) + (last ? "" : NEXT_RESPONSE))
                        .messages())
                .as("seed %d: %s", seed, text)
                .isEqualTo(last ? List.of(first) : List.of(first, NEXT_RESPONSE_READ));
    }

    @Test
    void chunkedBodies() {
        Seeds.look("chunked bodies", seed -> {
            ChunkScanner scanner = new ChunkScanner(LONGEST_BODY);
            StringBuilder data = new StringBuilder();
            String text = new Messages(seed).chunks();
            int end = scan(scanner, text, data);
            if (scanner.done()) {
                assertReadTheSame(scanner, text.substring(0, end), data.toString(), seed);
            }
        });
    }

    private static int scan(ChunkScanner scanner, String text, StringBuilder data) {
        int at = 0;
        while (at < text.length() && !scanner.done() && scanner.refusal() == null) {
            if (scanner.dataLeft() > 0) {
                data.append(text.charAt(at));
                scanner.skip(1);
            } else {
                scanner.feed((byte) text.charAt(at));
            }
            at++;
        }
        return at;
    }

    private static void assertReadTheSame(ChunkScanner scanner, String text, String data, long seed) {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        NettyReading netty = NettyReading.of(new HttpRequestDecoder(), head + text + NEXT_REQUEST);
        if (refusesExtension(netty)) {
            return;
        }
        assertThat(netty.messages())
                .as("seed %d: %s", seed, text)
                .containsExactly("POST / HTTP/1.1[Host:a, Transfer-Encoding:chunked] body " + data, NEXT_REQUEST_READ);
        List<String> passing = scanner.trailers() == null ? List.of() : passing(scanner);
        if (!passing.isEmpty()) {
            assertThat(netty.trailersOfFirst()).as("seed %d: %s", seed, text).containsSubsequence(passing);
        }
    }

    /** Obs-text in a quoted extension, which RFC 9112 §7.1.1 allows, makes Netty fail on a table of ASCII. */
    private static boolean refusesExtension(NettyReading netty) {
        String read = netty.messages().get(0);
        return read.contains("bitIndex < 0");
    }

    /** Netty drops {@code Trailer} from trailers; this parser does not. */
    private static List<String> passing(ChunkScanner scanner) {
        TrailerSection section =
                parsed(new TrailerSection(), new String(scanner.trailers(), StandardCharsets.ISO_8859_1));
        return fields(section).stream()
                .filter(field -> !field.toLowerCase().startsWith("trailer:"))
                .toList();
    }
}
