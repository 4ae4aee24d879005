package dev.webendpoints.worker.process.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.function.FunctionSpec.Code;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.control.WorkerMessage;
import dev.webendpoints.worker.process.run.ContainerVariables;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.BindMount;
import dev.webendpoints.worker.process.sandbox.ProcessCommand;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * Turns a plan into a process to start: writes the files that it reads first, and builds its command. All methods
 * block.
 *
 * @param group group that enforces the worker's limits, if there is one
 */
public record CommandBuilder(WorkerPlan plan, Sandbox sandbox, Optional<Cgroup> group) {

    private static final String BINDS = "binds.json";

    /** A placeholder that a forked worker overwrites with its id, in the environment that other processes see. */
    private static final String ROOM_FOR_WORKER_ID = "-".repeat(64);

    public void writeFiles(Duration exitTimeout) throws IOException {
        sandbox.prepare(plan);
        writeCode();
        write(WorkerSpec.FILE, WorkerMessage.JSON.writeValueAsBytes(spec(exitTimeout, true)));
    }

    private WorkerSpec spec(Duration exitTimeout, boolean hasApi) {
        return WorkerSpec.of(plan, sandbox, exitTimeout, limitsOfEachProcess(), hasApi);
    }

    /** Returns the limits that no group enforces for the worker as a whole. */
    private Limits limitsOfEachProcess() {
        Limits limits = plan.version().limits();
        return group.map(whole -> new Limits(
                        whole.keepsMemory() ? 0 : limits.memory(), whole.keepsProcessors() ? 0 : limits.milliCpu()))
                .orElse(limits);
    }

    public ProcessCommand process() throws IOException {
        return processCommand(sandbox.command(plan, python("")), sandbox.variables(plan));
    }

    /** Returns the command of a zygote, and writes the zygote's files. */
    public ProcessCommand zygote(boolean snapshot, Duration exitTimeout) throws IOException {
        sandbox.prepare(plan);
        if (snapshot) {
            writeCode();
        }
        ZygoteSpec spec = ZygoteSpec.of(plan, sandbox, snapshot ? spec(exitTimeout, false) : null);
        write(WorkerSpec.FILE, WorkerMessage.JSON.writeValueAsBytes(spec));
        return processCommand(sandbox.zygoteCommand(plan, python("--zygote")), zygoteVariables(snapshot));
    }

    /** Returns the variables of a zygote; one that functions share has none that identifies a worker. */
    public Map<String, String> zygoteVariables(boolean snapshot) {
        Map<String, String> variables = new HashMap<>(sandbox.variables(plan));
        variables.put(OrphanedProcesses.ZYGOTE_MARKER, plan.run().workerId());
        variables.put(OrphanedProcesses.MARKER, ROOM_FOR_WORKER_ID);
        if (!snapshot) {
            variables.remove(ContainerVariables.TASK_ID);
        }
        return variables;
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

    /** Writes what a zygote needs to fork the worker; returns false if only a fresh process can have its mounts. */
    public boolean writeBinds() throws IOException {
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
