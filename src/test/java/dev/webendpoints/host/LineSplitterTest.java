package dev.webendpoints.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineSplitterTest {

    @Test
    void everyLineIsTold() throws IOException {
        assertThat(lines("a\n\nb\r\n")).containsExactly("a", "", "b");
    }

    @Test
    void anUnfinishedLastLineIsOneToo() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void whatIsBeyondTheBoundIsDroppedAndTheNextLineIsWhole() throws IOException {
        assertThat(lines("0123456789abc\nd\n")).containsExactly("0123456789", "d");
    }

    @Test
    void charactersOfSeveralBytesStayWhole() throws IOException {
        assertThat(lines("grün\n")).containsExactly("grün");
    }

    @Test
    void aReturnEndsALineWhereItIsAskedFor() throws IOException {
        List<String> lines = new ArrayList<>();

        LineSplitter.atReturnsToo(10, lines::add)
                .readAll(new ByteArrayInputStream("10 %\r100 %\r\nend".getBytes(StandardCharsets.UTF_8)));

        assertThat(lines).containsExactly("10 %", "100 %", "", "end");
    }

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        new LineSplitter(10, lines::add).readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return lines;
    }
}
