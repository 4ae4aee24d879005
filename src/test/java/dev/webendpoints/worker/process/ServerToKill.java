package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.Map;

/** A server with one worker, which prints when the worker is ready and then waits to be killed. */
final class ServerToKill {

    static final String WORKER = WorkerHarness.WORKER;

    private ServerToKill() {}

    public static void main(String... arguments) throws InterruptedException {
        WorkerHarness server = new WorkerHarness(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        server.start(Map.of()).address();
        System.out.write('.');
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
