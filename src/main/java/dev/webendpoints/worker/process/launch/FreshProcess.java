package dev.webendpoints.worker.process.launch;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import dev.webendpoints.host.ProcessTrees;
import dev.webendpoints.worker.process.run.WorkerProcess;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/** A worker that was started as a fresh process. */
public record FreshProcess(Process process, Sandbox sandbox) implements WorkerProcess {

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void terminate() {
        sandbox.programs(process).toList().forEach(ProcessHandle::destroy);
    }

    @Override
    public void kill() {
        ProcessTrees.kill(process);
    }
}
