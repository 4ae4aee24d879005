package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

/**
 * A program with Modal's client for another language, in a folder of the build. Its tests are skipped where the language
 * is not installed or its registry does not have the client, also with {@code CI=true}.
 */
final class ClientInstallation {

    private final String language;
    private final Path folder;

    /** @param files of the program and of what it requires */
    ClientInstallation(String language, String... files) {
        this.language = language;
        this.folder = Path.of("target", "clients", language).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            for (String file : files) {
                Path source = OtherLanguageCases.CLIENTS.resolve(language).resolve(file);
                Files.copy(source, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /**
     * Skips the test where a tool is missing or too old.
     *
     * @param version what the command prints, with the number that tells the version as its group
     */
    void requireTool(String version, int oldest, String... command) {
        Matcher printed = Pattern.compile(version).matcher(output(command).strip());
        boolean found = printed.matches() && Integer.parseInt(printed.group(1)) >= oldest;
        Assumptions.assumeTrue(found, command[0] + " is not installed, or is too old for the client for " + language);
    }

    /** Skips the test where the command fails. */
    void run(String... command) {
        Result result = result(command);
        Assumptions.assumeTrue(
                result.exitCode() == 0,
                String.join(" ", command) + " failed, as its registry does not have the client: " + result.output());
    }

    private String output(String... command) {
        Result result = result(command);
        return result.exitCode() == 0 ? result.output() : "";
    }

    private Result result(String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GOTOOLCHAIN", "local");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException notInstalled) {
            return new Result(-1, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Result(int exitCode, String output) {}
}
