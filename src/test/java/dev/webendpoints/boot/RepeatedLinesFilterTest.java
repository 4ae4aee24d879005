package dev.webendpoints.boot;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedLinesFilterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RepeatedLinesFilter filter = new RepeatedLinesFilter();

    @Test
    void soManyLinesOfOneCausePass() {
        long passed = IntStream.range(0, 5_000)
                .filter(i -> filter.isLoggable(line(Level.SEVERE, "the disk is full", START)))
                .count();

        assertThat(passed).isEqualTo(RepeatedLinesFilter.MOST);
    }

    @Test
    void theNextLineAfterAWhileSaysHowManyAreMissing() {
        IntStream.range(0, 25).forEach(i -> filter.isLoggable(line(Level.SEVERE, "the disk is full", START)));
        LogRecord later = line(Level.SEVERE, "the disk is full", START.plusSeconds(31));

        assertThat(filter.isLoggable(later)).isTrue();
        assertThat(later.getMessage()).isEqualTo("the disk is full (left out since 31 s: 15 lines like this)");
    }

    @Test
    void anotherCausePasses() {
        IntStream.range(0, 25).forEach(i -> filter.isLoggable(line(Level.SEVERE, "the disk is full", START)));

        assertThat(filter.isLoggable(line(Level.SEVERE, "the database is gone", START)))
                .isTrue();
    }

    @Test
    void whatIsLessThanAWarningPasses() {
        long passed = IntStream.range(0, 100)
                .filter(i -> filter.isLoggable(line(Level.INFO, "a request", START)))
                .count();

        assertThat(passed).isEqualTo(100);
    }

    private static LogRecord line(Level level, String message, Instant at) {
        LogRecord line = new LogRecord(level, message);
        line.setLoggerName("a.logger");
        line.setInstant(at);
        return line;
    }
}
