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
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program with Modal's client for another language, in a folder of the build. Its tests are skipped where the language
 * is not installed or its registry does not have the client, also with {@code CI=true}.
 */
final class ClientInstallation {

    private static final Path HOME = Path.of("target", "clients").toAbsolutePath();

    private final Path folder;

    /** @param source a folder with the files of the program and of what it requires */
    ClientInstallation(Path source) {
        this.folder = HOME.resolve(source);
        try (Stream<Path> files = Files.list(source).filter(Files::isRegularFile)) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
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
        Assumptions.assumeTrue(found, command[0] + " is not installed, or is too old for Modal's client");
    }

    /** Fails the test where the command fails. */
    void build(String... command) {
        Result result = result(command);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** Skips the test where the command, which downloads the client, fails. */
    void download(String... command) {
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
