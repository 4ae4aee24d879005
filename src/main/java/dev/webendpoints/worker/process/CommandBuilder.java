package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.worker.FunctionVersion.Code;
import dev.webendpoints.worker.FunctionVersion.Limits;

/**
 * From a plan to a process that can be started: the files it reads first, and its command. All of it blocks.
 *
 * @param group that keeps its limits, where there is one
 */
record CommandBuilder(WorkerPlan plan, Sandbox sandbox, Optional<Cgroup> group) {

    private static final String BINDS = "binds.json";

    /** A forked worker writes its id over it, in the environment that others see of it. */
    private static final String ROOM_FOR_WORKER_ID = "-".repeat(64);

    void writeFiles(Duration exitTimeout) throws IOException {
        sandbox.prepare(plan);
        writeCode();
        write(WorkerSpec.FILE, WorkerMessage.JSON.writeValueAsBytes(spec(exitTimeout)));
    }

    private WorkerSpec spec(Duration exitTimeout) {
        return WorkerSpec.of(plan, sandbox, exitTimeout, limitsOfEachProcess());
    }

    /** Those that no group keeps for the worker as a whole. */
    private Limits limitsOfEachProcess() {
        Limits limits = plan.version().limits();
        return group.map(whole -> new Limits(
                        whole.keepsMemory() ? 0 : limits.memory(), whole.keepsProcessors() ? 0 : limits.milliCpu()))
                .orElse(limits);
    }

    ProcessCommand process() throws IOException {
        return processCommand(sandbox.command(plan, python("")), sandbox.variables(plan));
    }

    /** Writes its files as well. */
    ProcessCommand zygote(boolean snapshot, Duration exitTimeout) throws IOException {
        sandbox.prepare(plan);
        if (snapshot) {
            writeCode();
        }
        ZygoteSpec spec = ZygoteSpec.of(plan, sandbox, snapshot ? spec(exitTimeout) : null);
        write(WorkerSpec.FILE, WorkerMessage.JSON.writeValueAsBytes(spec));
        Map<String, String> variables = new HashMap<>(sandbox.variables(plan));
        variables.put(OrphanedProcesses.ZYGOTE_MARKER, plan.run().workerId());
        variables.put(OrphanedProcesses.MARKER, ROOM_FOR_WORKER_ID);
        return processCommand(sandbox.zygoteCommand(plan, python("--zygote")), variables);
    }

    private List<String> python(String option) {
        return Stream.of(
                        plan.environment().python().toString(),
                        plan.environment().workerMain().toString(),
                        option,
                        sandbox.io(plan.run()).resolve(WorkerSpec.FILE).toString())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private void writeCode() throws IOException {
        Code code = plan.version().code();
        write(WorkerSpec.FUNCTION_FILE, code.serializedFunction());
        write(WorkerSpec.CLASS_FILE, code.serializedClass());
    }

    private ProcessCommand processCommand(List<String> command, Map<String, String> variables) {
        return sandbox.processCommand(
                plan, group.map(each -> each.entering(command)).orElse(command), variables);
    }

    /** What a zygote needs to know to fork it; false when only a fresh process can see what this one must. */
    boolean writeBinds() throws IOException {
        Optional<List<BindMount>> binds = sandbox.binds(plan);
        if (binds.isPresent()) {
            write(BINDS, WorkerMessage.JSON.writeValueAsBytes(binds.get()));
        }
        return binds.isPresent();
    }

    private void write(String name, byte[] content) throws IOException {
        if (content != null && content.length > 0) {
            Files.write(plan.run().io().resolve(name), content);
        }
    }
}
