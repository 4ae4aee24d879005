package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.RandomFields.Field;
import dev.webendpoints.testing.Seeds;
import io.netty.handler.codec.http.HttpRequestDecoder;

import static dev.webendpoints.testing.Seeds.one;
import static org.assertj.core.api.Assertions.assertThat;

/** For any fields of a request, the worker gets what {@link RequestPolicy} promises, as read by two parsers. */
class RequestPolicyPropertyTest {

    private static final HeadLimits LIMITS = new HeadLimits(8192, 1024, 64, 1_000_000);
    private static final RemotePeer PEER = new RemotePeer("10.0.0.9", "http", TrustedProxies.NONE);
    private static final String HOST = "a.localhost:8090";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: n\r\n\r\n";

    private static final Set<String> OF_THIS_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "http2-settings");
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-real-ip");

    /** A valid request, and its expected properties. */
    private static final class Case {
        final RandomFields fields;
        final String line;
        final String body;
        final boolean credentialsUsed;

        Case(long seed) {
            Random random = new Random(seed);
            fields = new RandomFields(random);
            String framing = one(random, "", "", "length", "chunks");
            body = framing.isEmpty() ? "" : framing.equals("length") ? "hello" : "5\r\nhello\r\n0\r\n\r\n";
            if (framing.equals("length")) {
                fields.with("content-length", "5");
            } else if (framing.equals("chunks")) {
                fields.with("transfer-encoding", "chunked");
            }
            fields.with("host", HOST).withConnection();
            line = one(random, "GET", "POST", "X!") + " " + one(random, "/", "/a%2Fb;c?d=1;e&%zz", "//a", "/../b#c");
            credentialsUsed = random.nextBoolean();
        }

        String text() {
            return line + " HTTP/1.1\r\n" + fields.lines() + "\r\n";
        }

        boolean upgrades() {
            boolean h2c = fields.fields().stream()
                    .filter(field -> field.lower().equals("upgrade"))
                    .anyMatch(field ->
                            List.of(field.value().toLowerCase().split("[, ]+")).contains("h2c"));
            return fields.options().contains("upgrade") && fields.count("upgrade") == 1 && !h2c && body.isEmpty();
        }

        boolean passes(Field field) {
            String name = field.folded();
            boolean known = RandomFields.KNOWN.contains(name) || RandomFields.SINGLE.contains(name);
            boolean reserved = name.startsWith("modal-") && name.length() > 6;
            boolean claim = CLAIMS.contains(name) || name.startsWith("x-forwarded-") && name.length() > 12;
            return !OF_THIS_HOP.contains(name)
                    && !reserved
                    && !claim
                    && !(known && field.name().contains("_"))
                    && !(name.equals("authorization") && credentialsUsed)
                    && !(name.equals("upgrade") && !upgrades())
                    && !fields.isNominated(field);
        }

        List<String> passing() {
            List<String> lines = new ArrayList<>();
            fields.fields().stream().filter(this::passes).map(Field::line).forEach(lines::add);
            lines.addAll(List.of("X-Forwarded-For: 10.0.0.9", "X-Forwarded-Proto: http", "X-Forwarded-Host: " + HOST));
            if (upgrades()) {
                lines.add("Connection: Upgrade");
            }
            lines.add(CallIdField.FIELD);
            return lines;
        }

        String rewritten() {
            RequestHead head = parsed(text());
            assertThat(head.parse()).as(text()).isEqualTo(Progress.WHOLE);
            int length = RequestPolicy.rewrite(head, PEER, credentialsUsed, CallIdField.ID);
            return new String(head.array(), 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    private static RequestHead parsed(String text) {
        RequestHead head = new RequestHead(LIMITS);
        RequestHeadTest.feed(head, text.getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }

    @Test
    void whatMayPassPassesByteForByteInItsOrderAndNothingElse() {
        Seeds.look("fields of requests", seed -> {
            Case request = new Case(seed);
            assertThat(request.rewritten())
                    .as(request.text())
                    .isEqualTo(request.line + " HTTP/1.1\r\n" + RandomFields.section(request.passing()));
        });
    }

    @Test
    void whatIsForwardedIsReadTheSameByOurParser() {
        Seeds.look("requests parsed again", seed -> {
            Case request = new Case(seed);
            RequestHead before = parsed(request.text());
            RequestHead again = parsed(request.rewritten());
            assertThat(again.parse()).as(request.text()).isEqualTo(Progress.WHOLE);
            assertThat(again.framing()).isEqualTo(before.framing());
            assertThat(again.contentLength()).isEqualTo(before.contentLength());
            assertThat(again.value(HeaderName.HOST)).isEqualTo(HOST);
            assertThat(NettyDifferenceTest.fields(again)).isEqualTo(RandomFields.told(request.passing()));
        });
    }

    @Test
    void whatIsForwardedIsReadTheSameByNetty() {
        Seeds.look("requests read by Netty", seed -> {
            Case request = new Case(seed);
            String first = request.line + " HTTP/1.1" + RandomFields.told(request.passing()) + " body "
                    + (request.body.isEmpty() ? "" : "hello");
            assertThat(NettyReading.of(new HttpRequestDecoder(), request.rewritten() + request.body + NEXT)
                            .messages())
                    .as(request.text())
                    .containsExactly(first, "GET /next HTTP/1.1[Host:n] body ");
        });
    }
}
