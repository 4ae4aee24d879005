package dev.webendpoints.worker.process.network;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.webendpoints.host.ProcessTrees;
import dev.webendpoints.worker.process.sandbox.Bubblewrap;

/** A sandbox with its own network that exits as soon as the network has a default route. */
final class NetworkProbe implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    /** The second field of a route is its destination, zero for the default (proc_pid_net(5)). */
    private static final String AWAIT_ROUTE = """
            for n in 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
              while read -r name destination rest; do
                if [ "$destination" = 00000000 ]; then exit 0; fi
              done < /proc/net/route
              sleep 0.1
            done
            exit 1
            """;

    private final Process process;
    private final long pid;

    private NetworkProbe(Process process, long pid) {
        this.process = process;
        this.pid = pid;
    }

    static NetworkProbe start(Bubblewrap bubblewrap) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                bubblewrap.probe(List.of(Bubblewrap.OWN_NETWORK), List.of("/bin/sh", "-c", AWAIT_ROUTE)));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process process = builder.start();
        try {
            return new NetworkProbe(process, firstOf(() -> bubblewrap.programs(process)));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Returns the pid of the first of these processes. Blocks until there is one, for at most {@link #LIMIT}. */
    static long firstOf(Supplier<Stream<ProcessHandle>> processes) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            var first = processes.get().findFirst();
            if (first.isPresent()) {
                return first.get().pid();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new IOException("there is no process in the sandbox");
    }

    long pid() {
        return pid;
    }

    /** Blocks until there is a default route, for at most {@link #LIMIT}. */
    boolean hasWayOut() {
        try {
            return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ProcessTrees.kill(process);
    }
}
