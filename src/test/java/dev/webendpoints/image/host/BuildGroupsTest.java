package dev.webendpoints.image.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.cgroup.CgroupMode;
import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.sandbox.TenantUsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Limits of a whole build that the kernel's control groups enforce. */
@Tag("cgroup")
class BuildGroupsTest {

    private static final long MIB = 1 << 20;
    private static final String TOO_MUCH_MEMORY = "the build needed more memory than the 160 MB that a build may have"
            + " (webendpoints.images.max-build-memory), and was ended";

    /** Two processes, each of which uses less than the limit. */
    private static final String TWO_EATERS = "eat() { /usr/bin/python3 -c 'x = b\"x\" * (100 << 20);"
            + " import time; time.sleep(60)'; }; eat & eat & wait";

    @TempDir
    Path data;

    private final ProgramRunner programs = new ProgramRunner();
    private final List<String> lines = new ArrayList<>();
    private Cgroups cgroups;
    private BuildGroups groups;
    private Path layer;

    @BeforeEach
    void open() throws IOException {
        cgroups = Cgroups.open(CgroupMode.REQUIRED);
        groups = new BuildGroups(cgroups, 160 * MIB, 0.5);
        layer = Files.createDirectories(data.resolve("images/.building-123"));
    }

    @AfterEach
    void nothingOfTheGroupIsLeft() {
        assertThat(group()).doesNotExist();
    }

    @Test
    void aBuildWhoseProcessesNeedTooMuchMemoryTogetherIsEnded() {
        assertThatThrownBy(() -> run(TWO_EATERS))
                .isInstanceOf(ProgramFailed.class)
                .hasMessage(TOO_MUCH_MEMORY);
    }

    @Test
    void aConfinedBuildWhoseProcessesNeedTooMuchMemoryTogetherIsEnded() throws IOException {
        assumeTrue(HostPrograms.findBinary("uv").isEmpty(), "this host has uv");
        Path uv = Files.createDirectories(data.resolve("tools")).resolve("uv");
        Files.writeString(uv, "#!/bin/sh\n" + TWO_EATERS);
        Files.setPosixFilePermissions(uv, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("cache", "tmp", "venv")) {
            Files.createDirectory(layer.resolve(part));
        }
        BuildSandbox sandbox =
                BuildSandbox.find(data, TenantUsers.choose(Optional.empty(), 0)).orElseThrow();
        BuildView view =
                new BuildView(layer.resolve("cache"), layer.resolve("tmp"), List.of(), List.of(layer.resolve("venv")));

        assertThatThrownBy(() -> new Uv(programs, new HostPythons(programs), data)
                        .runBuild(
                                new BuildConfinement(
                                        Optional.of(sandbox), new BuildLimits(4L << 30, 1L << 30, 100), groups),
                                layer,
                                List.of(),
                                view,
                                Map.of(),
                                Duration.ofSeconds(120),
                                Optional::empty,
                                lines::add))
                .isInstanceOf(ProgramFailed.class)
                .hasMessage(TOO_MUCH_MEMORY);
    }

    @Test
    void aBuildThatNeedsLessRuns() {
        run("echo built");

        assertThat(lines).containsExactly("built");
    }

    @Test
    void aBuildThatFailsForAnotherReasonSaysItsOwn() {
        assertThatThrownBy(() -> run("echo no such package; exit 3"))
                .hasMessage("sh ended with code 3:\nno such package");
    }

    @Test
    void aBuildWaitsWhenItHasUsedItsShareOfTheProcessors() {
        List<String> statistics = new ArrayList<>();

        groups.run(layer, shell("timeout 1 sh -c 'while :; do :; done'; true"), command -> {
            programs.run(command, lines::add);
            statistics.addAll(linesOf("cpu.stat"));
        });

        assertThat(statistics).noneMatch("nr_throttled 0"::equals).anyMatch(line -> line.startsWith("nr_throttled "));
    }

    /** In a separate group, the niceness of the build's processes alone has no effect relative to the workers. */
    @Test
    void aBuildAsAWholeLeavesTheProcessorsToOthers() {
        List<String> weight = new ArrayList<>();

        groups.run(layer, shell("true"), command -> weight.addAll(linesOf("cpu.weight.nice")));

        assertThat(weight).containsExactly("15");
    }

    /** The parents of the process end before they are seen. */
    @Test
    void aProcessThatHidesFromItsBuildEndsWithIt() {
        run("(setsid sleep 86423 >/dev/null 2>&1 &) & true");

        assertThat(processes("86423")).isEmpty();
    }

    @Test
    void whatAKilledServerLeftOfABuildIsEnded() throws Exception {
        Files.createDirectory(group());
        Process left = new ProcessBuilder("sleep", "86424").start();
        Files.writeString(group().resolve("cgroup.procs"), Long.toString(left.pid()));

        groups.sweep(Stream.of(layer));

        assertThat(left.waitFor()).isEqualTo(128 + 9);
    }

    private void run(String script) {
        groups.run(layer, shell(script), running());
    }

    private Consumer<ProgramCommand> running() {
        return command -> programs.run(command, lines::add);
    }

    private static ProgramCommand shell(String script) {
        return new ProgramCommand(
                List.of("/bin/sh", "-c", script),
                Path.of("/"),
                Map.of("PATH", "/usr/bin:/bin"),
                Duration.ofSeconds(120));
    }

    private static List<ProcessHandle> processes(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + argument))
                .toList();
    }

    private Path group() {
        return cgroups.root().resolve("build-123");
    }

    private List<String> linesOf(String file) {
        try {
            return Files.readAllLines(group().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
