package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.webendpoints.worker.FunctionVersion.Code;

/** From a plan to a process that can be started: the files it reads first, and its command. All of it blocks. */
record Launch(WorkerPlan plan, Sandbox sandbox) {

    void writeFiles(Duration exitTimeout) throws IOException {
        sandbox.prepare(plan);
        Code code = plan.version().code();
        write(WorkerSpec.FUNCTION_FILE, code.serializedFunction());
        write(WorkerSpec.CLASS_FILE, code.serializedClass());
        write(WorkerSpec.FILE, WorkerMessage.JSON.writeValueAsBytes(WorkerSpec.of(plan, sandbox, exitTimeout)));
    }

    /** With an environment of its own: the server's is never passed on. */
    ProcessBuilder process() throws IOException {
        List<String> python = List.of(
                plan.environment().python().toString(),
                plan.environment().workerMain().toString(),
                sandbox.io(plan.run()).resolve(WorkerSpec.FILE).toString());
        ProcessBuilder builder = new ProcessBuilder(sandbox.command(plan, python))
                .directory(plan.run().tree().resolve("root").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(sandbox.variables(plan));
        return builder;
    }

    private void write(String name, byte[] content) throws IOException {
        if (content != null && content.length > 0) {
            Files.write(plan.run().io().resolve(name), content);
        }
    }
}
