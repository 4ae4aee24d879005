package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A command of the client's that goes on until it is ended, as {@code serve} does; killed at the latest when this is closed. */
final class RunningCli implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SECONDS_TO_END = 20;

    /** Whatever a shell starts in the background ignores Ctrl-C, and so does all that it starts: a test run, for one. */
    private static final String HEARING_CTRL_C = """
            import os, signal, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-m", "modal", *sys.argv[1:]])
            """;

    private final Path file;
    private final Process process;

    private RunningCli(Path file, Process process) {
        this.file = file;
        this.process = process;
    }

    static RunningCli start(ModalCli modal, Path folder, String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "-c";
        arguments[1] = HEARING_CTRL_C;
        System.arraycopy(command, 0, arguments, 2, command.length);
        try {
            Path file = Files.createTempFile(folder, "modal-", ".out");
            return new RunningCli(file, modal.start(file, arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it has printed. */
    String output() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunningCli awaitOutput(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(output()).contains(text));
        return this;
    }

    /** The lines that begin with this word, without the terminal's colours. */
    List<String> lines(String beginning) {
        return output().lines()
                .map(line -> line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").strip())
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
    }

    /** As Ctrl-C does in a terminal: every process hears it. */
    void interrupt() throws IOException, InterruptedException {
        List<String> kill = new ArrayList<>(List.of("kill", "-INT", Long.toString(process.pid())));
        process.descendants().forEach(one -> kill.add(Long.toString(one.pid())));
        new ProcessBuilder(kill).start().waitFor();
        process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        assertThat(process.isAlive())
                .as(() -> "the client still runs after Ctrl-C:\n" + output())
                .isFalse();
    }

    /** With all that it has started: it has no time to say goodbye. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
