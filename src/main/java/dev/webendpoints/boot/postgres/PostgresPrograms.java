package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's own programs under a permitted account. */
record PostgresPrograms(PostgresBinaries binaries, PostgresAccount account) {

    /** Time for clients to close their connections before these are aborted, in seconds. */
    private static final String SMART_LIMIT = "20";

    private static final String FAST_LIMIT = "30";

    /** @throws PostgresUnavailable if the program fails; contains its output */
    void run(String program, String... arguments) throws IOException {
        Result result = execute(program, arguments);
        if (result.code() != 0) {
            throw new PostgresUnavailable(program + " failed with code " + result.code() + ": " + result.output());
        }
    }

    /** Returns whether {@code pg_ctl status} reports a running server; it only checks the process id in the file. */
    boolean runs(Path cluster) throws IOException {
        return execute("pg_ctl", "status", "-D", cluster.toString()).code() == 0;
    }

    /** First waits for clients to disconnect (the server's pools close by themselves), then aborts the others. */
    void stop(Path cluster) {
        try {
            if (execute("pg_ctl", "stop", "-D", cluster.toString(), "-m", "smart", "-t", SMART_LIMIT)
                            .code()
                    != 0) {
                run("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast", "-t", FAST_LIMIT);
            }
        } catch (IOException e) {
            throw new PostgresUnavailable("the embedded PostgreSQL did not stop: " + e.getMessage(), e);
        }
    }

    private Result execute(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binaries.program(program).toString()));
        command.addAll(List.of(arguments));
        // To a file: a started server would keep a pipe open, so that reading it would never end.
        Path output = Files.createTempFile("postgres-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(account.running(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            int code = builder.start().waitFor();
            return new Result(
                    code, Files.readString(output, StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresUnavailable(program + " was interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private record Result(int code, String output) {}
}
