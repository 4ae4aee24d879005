package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.webendpoints.logs.LogStream;

/** Reports a worker's end to the function's log, and a failed start to its callers, without details of the host. */
final class WorkerReport {

    private final WorkerOutput output;
    private final boolean tracebacksToCallers;
    private volatile String traceback = "";

    WorkerReport(WorkerOutput output, boolean tracebacksToCallers) {
        this.output = output;
        this.tracebacksToCallers = tracebacksToCallers;
    }

    /** Sets the traceback of a failed start, as the worker sent it. */
    void setTraceback(String told) {
        traceback = told;
    }

    /** Returns the last lines that callers may see. */
    List<String> lastLines() {
        List<String> lines = output.lastLines();
        if (tracebacksToCallers) {
            return lines;
        }
        Set<String> hidden = traceback.lines().collect(Collectors.toSet());
        return lines.stream().filter(line -> !hidden.contains(line)).toList();
    }

    /** Returns the last lines at the worker's end. Adds the traceback to the log if the worker failed to print it. */
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
