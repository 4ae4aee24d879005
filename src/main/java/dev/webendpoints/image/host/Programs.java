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

/** Runs programs and passes their output on, line by line, without credentials. None outlives the server. */
@ApplicationScoped
public class Programs {

    /** What they write is for the server's user alone. */
    private static final List<String> PRIVATELY = List.of("/bin/sh", "-c", "umask 077 && exec \"$@\"", "privately");

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);
    private static final Duration QUESTION_INTERVAL = Duration.ofSeconds(1);

    /** How long output is read after the program has ended. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(2);

    /**
     * Starts everything, and lives as long as the server: Linux tells a child that its parent died when the
     * <em>thread</em> that started it ends, and bubblewrap then ends the build.
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
     * @param onLine gets its standard output and standard error
     * @throws ProgramFailed quoting its last words, when it ends with an error or takes too long
     */
    public void run(Command command, Consumer<String> onLine) {
        run(command, onLine, Optional::empty);
    }

    /**
     * Runs the program to its end, or until there is an objection.
     *
     * @param objection asked every second; a sentence ends the program and is the failure
     */
    public void run(Command command, Consumer<String> onLine, Supplier<Optional<String>> objection) {
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

    /** @return why the program was ended, if it was */
    private static Optional<String> watch(
            Process process, BuildProcesses processes, Command command, Supplier<Optional<String>> objection) {
        long deadline = System.nanoTime() + command.limit().toNanos();
        long nextQuestion = System.nanoTime() + QUESTION_INTERVAL.toNanos();
        // Soon at first: what a program has started is to be known before it ends.
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

    /** A process that left the build's tree may hold the output open: it is not waited for. */
    private static void awaitOutput(CompletableFuture<Void> reading) {
        try {
            reading.get(OUTPUT_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What it says from now on is dropped.
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("the build was interrupted");
        }
    }

    /** Runs a short program, and answers with what it printed. */
    public String output(List<String> arguments, Duration limit) {
        List<String> lines = new ArrayList<>();
        run(new Command(arguments, Path.of("/"), System.getenv(), limit), lines::add);
        return String.join("\n", lines);
    }

    /** The server stops: nothing is started any more, what runs is ended with all its children. */
    @PreDestroy
    void stop() {
        stopping = true;
        running.forEach(Programs::kill);
    }

    private Process start(Command command) {
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

    /** Known before anybody waits for it, so that none is lost when the server stops at this moment. */
    private Process launch(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        running.add(process);
        if (stopping) {
            kill(process);
        }
        return process;
    }

    private void requireSuccess(Process process, Command command, Optional<String> stopped, ProgramOutput output) {
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

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
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
