package dev.webendpoints.gateway.relay.h1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

class LeadingEmptyLineTest {

    /** @param parts where {@code r} is CR, {@code n} is LF and a comma ends a buffer */
    @ParameterizedTest
    @CsvSource({
        "'GET', GET, true",
        "'rnGET', GET, true",
        "'r,nGET', GET, true",
        "'rn,GET', GET, true",
        "'rnrnGET', rnGET, true",
        "'rGET', GET, false",
        "'r,GET', GET, false",
        "'nGET', nGET, true"
    })
    void oneLineIsSkippedWhereverTheBuffersEnd(String parts, String left, boolean inOrder) {
        LeadingEmptyLine line = new LeadingEmptyLine();
        boolean accepted = true;
        String rest = "";
        for (String part : parts.split(",")) {
            ByteBuf buffer =
                    Unpooled.copiedBuffer(part.replace('r', '\r').replace('n', '\n'), StandardCharsets.ISO_8859_1);
            accepted = line.skip(buffer);
            rest = buffer.toString(StandardCharsets.ISO_8859_1);
        }
        assertThat(accepted).isEqualTo(inOrder);
        assertThat(rest.replace('\r', 'r').replace('\n', 'n')).isEqualTo(left);
    }
}
