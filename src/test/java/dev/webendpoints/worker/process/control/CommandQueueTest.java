package dev.webendpoints.worker.process.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.worker.WorkerHandle.CallCommand;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class CommandQueueTest {

    @TempDir
    Path folder;

    private final ExecutorService tasks = Executors.newCachedThreadPool();
    private final AtomicInteger full = new AtomicInteger();
    private ControlSocket control;
    private SocketChannel worker;
    private CommandQueue queue;

    @BeforeEach
    void connect() throws IOException {
        control = ControlSocket.listen(folder.resolve("control.sock"));
        worker = SocketChannel.open(StandardProtocolFamily.UNIX);
        worker.connect(UnixDomainSocketAddress.of(folder.resolve("control.sock")));
        tasks.execute(() -> {
            try {
                control.followTo(line -> {});
            } catch (IOException e) {
                // closed by the test
            }
        });
        queue = new CommandQueue(control, tasks, full::incrementAndGet);
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
        control.close();
        tasks.shutdownNow();
    }

    @Test
    void commandsArriveInTheirOrder() throws IOException {
        // Given
        List<String> lines = new ArrayList<>();
        // When
        queue.add(CallCommand.AWAIT_RETURN, "fc-1");
        queue.add(CallCommand.CANCEL, "fc-\"2");
        // Then
        BufferedReader reader = new BufferedReader(Channels.newReader(worker, StandardCharsets.UTF_8));
        lines.add(reader.readLine());
        lines.add(reader.readLine());
        assertThat(lines)
                .containsExactly(
                        "{\"command\":\"await_return\",\"call\":\"fc-1\"}",
                        "{\"command\":\"cancel\",\"call\":\"fc-\\\"2\"}");
    }

    @Test
    void aWorkerThatDoesNotReadIsReported() {
        // Given
        String longest = "x".repeat(WorkerMessage.LONGEST_CALL_ID);
        // When
        while (full.get() == 0) {
            queue.add(CallCommand.CONFIRM, longest);
        }
        // Then
        assertThat(full).hasValue(1);
    }
}
