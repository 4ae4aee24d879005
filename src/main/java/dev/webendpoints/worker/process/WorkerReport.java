package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.webendpoints.logs.LogStream;

/** What a function's log, and the callers of one that does not start, learn of a worker's end. Nothing of the host's. */
final class WorkerReport {

    private final WorkerOutput output;
    private final boolean tracebacksToCallers;
    private volatile String traceback = "";

    WorkerReport(WorkerOutput output, boolean tracebacksToCallers) {
        this.output = output;
        this.tracebacksToCallers = tracebacksToCallers;
    }

    /** The traceback of a start that failed, as the worker told it. */
    void setTraceback(String told) {
        traceback = told;
    }

    /** Those that callers may see. */
    List<String> lastLines() {
        List<String> lines = output.lastLines();
        if (tracebacksToCallers) {
            return lines;
        }
        Set<String> hidden = traceback.lines().collect(Collectors.toSet());
        return lines.stream().filter(line -> !hidden.contains(line)).toList();
    }

    /** The same at the end: a worker prints its traceback as a rule, but perhaps it could not any more. */
    List<String> finalLines() {
        List<String> lines = traceback.lines().toList();
        if (!lines.isEmpty() && !output.lastLines().contains(lines.get(lines.size() - 1))) {
            lines.forEach(this::add);
        }
        return lastLines();
    }

    void add(String line) {
        output.add(LogStream.SYSTEM, line);
    }

    /**
     * Reports that files could not be prepared, without paths of the host.
     *
     * @param data the server's data directory
     */
    void addFailure(Throwable failure, Path data) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                add("the server could not write the worker's files; its own log says why");
                return;
            }
        }
        add(String.valueOf(failure.getMessage()).replace(data.toString(), "…"));
    }
}
