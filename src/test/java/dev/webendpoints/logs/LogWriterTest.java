package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A folder that is temporarily not writable. */
class LogWriterTest {

    private static final LogSource ONE = new LogSource("ap-1", "fu-1", "ta-1");

    @TempDir
    Path folder;

    @Test
    void linesAreKeptAgainOnceTheFolderCanBeWrittenAndOneSaysWhatIsMissing() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        LogLimits limits = new LogLimits(1 << 20, 1 << 20, 1 << 20, Duration.ofDays(1));
        AppLog app = new AppLog("ap-1", new LogIds(InstantSource.system(), 0), new AtomicLong());
        Path root = Files.writeString(folder.resolve("logs"), "in the way");
        LogWriter writer = new LogWriter(new LogFiles(root, limits), limits, now::get);
        app.append(ONE, LogStream.STDOUT, "lost");
        writer.write(app);
        await().until(() -> app.unwritten().isEmpty());

        Files.delete(root);
        now.set(now.get().plusSeconds(60));
        app.append(ONE, LogStream.STDOUT, "kept");
        writer.write(app);
        writer.close();

        assertThat(texts(root))
                .containsExactly("kept", "… lines missing before this one: 1, which the server could not write");
    }

    private static List<String> texts(Path root) throws IOException {
        List<String> texts = new ArrayList<>();
        for (LogSegment segment : LogSegment.in(root.resolve("ap-1"))) {
            segment.lines("ap-1", LogFilter.ALL).forEach(line -> texts.add(line.text()));
        }
        return texts;
    }
}
