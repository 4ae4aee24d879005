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
import io.netty.handler.codec.http.HttpResponseDecoder;

import static dev.webendpoints.testing.Seeds.one;
import static org.assertj.core.api.Assertions.assertThat;

/** For any fields of a response, the client gets what {@link ResponsePolicy} promises, as read by two parsers. */
class ResponsePolicyPropertyTest {

    private static final HeadLimits LIMITS = new HeadLimits(8192, 1024, 64, 1_000_000);
    private static final String NEXT = "HTTP/1.1 299 next\r\nContent-Length: 0\r\n\r\n";
    private static final Set<String> OF_THIS_HOP =
            Set.of("connection", "keep-alive", "proxy-connection", "proxy-authenticate");

    /** A valid response, how it is forwarded, and its expected properties. */
    private static final class Case {
        final RandomFields fields;
        final int status;
        final boolean toHead;
        final String framing;
        final byte[] callId;
        final boolean closes;
        final boolean framesBody;

        Case(long seed) {
            Random random = new Random(seed);
            fields = new RandomFields(random);
            status = one(random, 200, 200, 200, 100, 101, 103, 204, 304, 404, 599);
            toHead = random.nextInt(8) == 0;
            framing = one(random, "length", "chunks", "close");
            if (framing.equals("length")) {
                fields.with("content-length", "5");
            } else if (framing.equals("chunks")) {
                fields.with("transfer-encoding", "chunked");
            }
            fields.with("server", "x").withConnection();
            callId = random.nextBoolean() ? Ascii.of("fc-1") : null;
            closes = random.nextBoolean();
            framesBody = random.nextInt(4) > 0;
        }

        String text() {
            return "HTTP/1.1 " + status + " Fine\r\n" + fields.lines() + "\r\n";
        }

        boolean interim() {
            return status < 200 && status != 101;
        }

        boolean hasNoBody() {
            return toHead || status < 200 || status == 204 || status == 304;
        }

        /** Returns how the client must find the end of the response. */
        BodyFraming framingPassed() {
            if (hasNoBody()) {
                return BodyFraming.NONE;
            }
            return switch (framing) {
                case "length" -> BodyFraming.COUNTED;
                case "chunks" -> framesBody ? BodyFraming.CHUNKED : BodyFraming.UNTIL_CLOSE;
                default -> BodyFraming.UNTIL_CLOSE;
            };
        }

        boolean passes(Field field, boolean toHttp1) {
            String name = field.lower();
            boolean reserved = RandomFields.KNOWN.contains(name)
                    && name.startsWith("modal-")
                    && !Set.of("modal-key", "modal-secret").contains(name);
            boolean chunks = name.equals("transfer-encoding") && (hasNoBody() || !toHttp1 || !framesBody);
            boolean length = name.equals("content-length") && (status < 200 || status == 204);
            boolean upgrade = name.equals("upgrade") && !(status == 101 && toHttp1);
            return !OF_THIS_HOP.contains(name)
                    && !reserved
                    && !chunks
                    && !length
                    && !upgrade
                    && !fields.isNominated(field);
        }

        List<String> passing() {
            List<String> lines = new ArrayList<>();
            fields.fields().stream()
                    .filter(field -> passes(field, true))
                    .map(Field::line)
                    .forEach(lines::add);
            if (callId != null && !interim()) {
                lines.add("modal-function-call-id: fc-1");
            }
            if (status == 101) {
                lines.add("Connection: Upgrade");
            } else if (closes && !interim()) {
                lines.add("Connection: close");
            }
            return lines;
        }

        String rewritten() {
            ResponseHead head = parsed(text(), toHead);
            assertThat(head.parse()).as(text()).isEqualTo(Progress.WHOLE);
            int length = ResponsePolicy.rewrite(head, callId, closes, framesBody);
            return new String(head.array(), 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    private static ResponseHead parsed(String text, boolean toHead) {
        ResponseHead head = new ResponseHead(LIMITS);
        head.answersHead(toHead);
        RequestHeadTest.feed(head, text.getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }

    @Test
    void whatMayPassPassesByteForByteInItsOrderAndNothingElse() {
        Seeds.look("fields of answers", seed -> {
            Case answer = new Case(seed);
            assertThat(answer.rewritten())
                    .as(answer.text())
                    .isEqualTo("HTTP/1.1 " + answer.status + " Fine\r\n" + RandomFields.section(answer.passing()));
        });
    }

    @Test
    void whatIsPassedOnIsReadTheSameByOurParser() {
        Seeds.look("answers parsed again", seed -> {
            Case answer = new Case(seed);
            ResponseHead again = parsed(answer.rewritten(), answer.toHead);
            assertThat(again.parse()).as(answer.text()).isEqualTo(Progress.WHOLE);
            assertThat(again.status()).isEqualTo(answer.status);
            assertThat(again.framing()).as(answer.text()).isEqualTo(answer.framingPassed());
            assertThat(NettyDifferenceTest.fields(again)).isEqualTo(RandomFields.told(answer.passing()));
        });
    }

    @Test
    void whatIsPassedOnIsReadTheSameByNetty() {
        Seeds.look("answers read by Netty", seed -> {
            Case answer = new Case(seed);
            if (!answer.toHead) {
                assertReadTheSame(answer);
            }
        });
    }

    private static void assertReadTheSame(Case answer) {
        BodyFraming framing = answer.framingPassed();
        boolean last = framing == BodyFraming.UNTIL_CLOSE || answer.status == 101;
        String body = framing == BodyFraming.NONE ? "" : "hello";
        String first = "HTTP/1.1 " + answer.status + RandomFields.told(answer.passing()) + " body " + body;
        String sent = framing == BodyFraming.CHUNKED ? "5\r\nhello\r\n0\r\n\r\n" : body;
        assertThat(NettyReading.of(new HttpResponseDecoder(), answer.rewritten() + sent + (last ? "" : NEXT))
                        .messages())
                .as(answer.text())
                .isEqualTo(last ? List.of(first) : List.of(first, "HTTP/1.1 299[Content-Length:0] body "));
    }

    @Test
    void fieldsForAnotherVersionAreThoseOfHttp1WithoutItsFraming() {
        Seeds.look("fields for HTTP/2", seed -> {
            Case answer = new Case(seed);
            ResponseHead head = parsed(answer.text(), answer.toHead);
            List<String> passed = new ArrayList<>();
            ResponseFields.pass(head, (bytes, nameFrom, nameTo, valueFrom, valueTo) -> {
                String name = new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.ISO_8859_1);
                passed.add(name + ":" + new String(bytes, valueFrom, valueTo - valueFrom, StandardCharsets.ISO_8859_1));
            });
            assertThat(passed)
                    .as(answer.text())
                    .isEqualTo(answer.fields.fields().stream()
                            .filter(field -> answer.passes(field, false))
                            .map(Field::told)
                            .toList());
        });
    }
}
