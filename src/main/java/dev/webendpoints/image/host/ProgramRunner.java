package dev.webendpoints.image.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.host.ProcessTrees;

/** Runs programs and passes on their output line by line without credentials. No program outlives the server. */
@ApplicationScoped
public class ProgramRunner {

    /** Files that they write are accessible only to the server's user. */
    private static final List<String> PRIVATELY = List.of("/bin/sh", "-c", "umask 077 && exec \"$@\"", "privately");

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);
    private static final Duration QUESTION_INTERVAL = Duration.ofSeconds(1);

    /** How long output is read after the program has ended. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(2);

    /**
     * Starts all programs, and lives as long as the server: Linux signals the death of the parent when the
     * <em>thread</em> that started the child ends, and bubblewrap then kills the build.
     */
    private final ExecutorService launcher = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "build-launcher");
        thread.setDaemon(true);
        return thread;
    });

    private final ExecutorService readers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "build-output");
        thread.setDaemon(true);
        return thread;
    });

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * Runs the program to its end.
     *
     * @param onLine receives its standard output and standard error
     * @throws ProgramFailed quoting its last lines, if it ends with an error or takes too long
     */
    public void run(ProgramCommand command, Consumer<String> onLine) {
        run(command, onLine, Optional::empty);
    }

    /**
     * Runs the program to its end, or until there is an objection.
     *
     * @param objection called every second; a returned message stops the program and becomes the failure
     */
    public void run(ProgramCommand command, Consumer<String> onLine, Supplier<Optional<String>> objection) {
        Process process = start(command);
        ProgramOutput output = new ProgramOutput(onLine);
        CompletableFuture<Void> reading =
                CompletableFuture.runAsync(() -> output.readAll(process.getInputStream()), readers);
        BuildProcesses processes = new BuildProcesses(process, command.confined());
        try {
            Optional<String> stopped = watch(process, processes, command, objection);
            processes.end();
            awaitOutput(reading);
            output.close();
            requireSuccess(process, command, stopped, output);
        } finally {
            output.close();
            processes.end();
            process.destroyForcibly();
            running.remove(process);
        }
    }

    /** @return why the program was stopped, if it was */
    private static Optional<String> watch(
            Process process, BuildProcesses processes, ProgramCommand command, Supplier<Optional<String>> objection) {
        long deadline = System.nanoTime() + command.limit().toNanos();
        long nextQuestion = System.nanoTime() + QUESTION_INTERVAL.toNanos();
        // Short intervals at first: children of the program must be seen before it ends.
        Duration untilLook = FIRST_LOOK;
        while (!hasEnded(process, untilLook)) {
            processes.endOrphans();
            Duration longer = untilLook.multipliedBy(2);
            untilLook = longer.compareTo(WATCH_INTERVAL) < 0 ? longer : WATCH_INTERVAL;
            long now = System.nanoTime();
            if (now - deadline > 0) {
                return Optional.of(
                        command.name() + " was stopped after " + command.limit().toSeconds() + " seconds");
            }
            if (now - nextQuestion > 0) {
                Optional<String> sentence = objection.get();
                if (sentence.isPresent()) {
                    return sentence;
                }
                nextQuestion = System.nanoTime() + QUESTION_INTERVAL.toNanos();
            }
        }
        return Optional.empty();
    }

    private static boolean hasEnded(Process process, Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("the build was interrupted");
        }
    }

    /** Does not wait indefinitely: a process that left the build's tree may hold the output open. */
    private static void awaitOutput(CompletableFuture<Void> reading) {
        try {
            reading.get(OUTPUT_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Further output is dropped.
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("the build was interrupted");
        }
    }

    /** Runs a short program and returns its output. */
    public String output(List<String> arguments, Duration limit) {
        List<String> lines = new ArrayList<>();
        run(new ProgramCommand(arguments, Path.of("/"), System.getenv(), limit), lines::add);
        return String.join("\n", lines);
    }

    /** Starts no further programs, and kills the running ones with all their children. */
    @PreDestroy
    void stop() {
        stopping = true;
        running.forEach(ProcessTrees::kill);
    }

    private Process start(ProgramCommand command) {
        Path program = Path.of(command.arguments().get(0));
        if (program.isAbsolute() && !Files.isExecutable(program)) {
            throw new ProgramFailed(program + " could not be started: there is no such program");
        }
        List<String> arguments = new ArrayList<>(PRIVATELY);
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment());
        try {
            return launcher.submit(() -> launch(builder)).get();
        } catch (ExecutionException e) {
            throw new ProgramFailed(command.arguments().get(0) + " could not be started: "
                    + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("the build was interrupted");
        }
    }

    /** Registers the process before returning it, so that none is missed if the server stops at this moment. */
    private Process launch(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        running.add(process);
        if (stopping) {
            ProcessTrees.kill(process);
        }
        return process;
    }

    private void requireSuccess(
            Process process, ProgramCommand command, Optional<String> stopped, ProgramOutput output) {
        int code = exitCode(process);
        if (stopping) {
            throw new ProgramFailed(command.name() + " was stopped, for the server is stopping");
        }
        stopped.ifPresent(sentence -> {
            throw new ProgramFailed(sentence);
        });
        if (code != 0) {
            throw new ProgramFailed(command.name() + " ended with code " + code + ":\n" + output.lastLines());
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("the build was interrupted");
        }
    }
}
