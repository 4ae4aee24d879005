package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgramRunnerTest {

    private final ProgramRunner programs = new ProgramRunner();
    private final List<String> lines = new ArrayList<>();

    @Test
    void bothOutputsArePassedOnLineByLine() {
        programs.run(shell("echo one; echo two >&2"), lines::add);

        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void aFailureQuotesTheLastWords() {
        assertThatThrownBy(() -> programs.run(shell("echo no such package; exit 3"), lines::add))
                .isInstanceOf(ProgramFailed.class)
                .hasMessage("sh ended with code 3:\nno such package");
    }

    @Test
    void aProgramThatTakesTooLongIsEndedWithItsChildren() {
        Instant before = Instant.now();

        assertThatThrownBy(() -> programs.run(shell("sleep 60 & sleep 60", Duration.ofMillis(300)), lines::add))
                .hasMessageContaining("was stopped after");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aChildInASessionOfItsOwnIsNotWaitedFor() {
        Instant before = Instant.now();

        programs.run(shell("setsid sleep 60 & sleep 1; echo done"), lines::add);

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(lines).containsExactly("done");
    }

    /** As uv waits for the output of a package's build. */
    @Test
    void anOrphanThatHoldsThePipeOfItsBuildIsEnded() {
        Instant before = Instant.now();

        programs.run(shell("sh -c 'setsid sleep 60 & sleep 1' | cat; echo done"), lines::add);

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(lines).containsExactly("done");
    }

    @Test
    void anObjectionEndsTheProgram() {
        assertThatThrownBy(() -> programs.run(shell("sleep 60"), lines::add, () -> Optional.of("too large")))
                .isInstanceOf(ProgramFailed.class)
                .hasMessage("too large");
    }

    @Test
    void credentialsInAddressesAreNotPassedOn() {
        programs.run(shell("echo reading https://user:s3cret@index.example/simple/"), lines::add);

        assertThat(lines).containsExactly("reading https://***@index.example/simple/");
    }

    @Test
    void aLineWithoutEndIsCut() {
        programs.run(shell("head -c 100000 /dev/zero | tr '\\0' x"), lines::add);

        assertThat(lines).singleElement().asString().hasSize(4096);
    }

    @Test
    void nothingIsStartedAfterTheStop() {
        programs.stop();

        assertThatThrownBy(() -> programs.run(shell("sleep 60"), lines::add))
                .hasMessageContaining("the server is stopping");
    }

    @Test
    void theServersEnvironmentIsNotInherited() {
        programs.run(shell("echo \"[$HOME]\""), lines::add);

        assertThat(lines).containsExactly("[]");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        ProgramCommand command =
                new ProgramCommand(List.of("/no/such/program"), Path.of("/"), Map.of(), Duration.ofSeconds(5));

        assertThatThrownBy(() -> programs.run(command, lines::add))
                .hasMessageStartingWith("/no/such/program could not be started");
    }

    /** Users of the build's files rely on it. */
    @Test
    void nothingOfAProgramRunsOnceItsEndIsKnown() {
        programs.run(shell("setsid sleep 86421 & sleep 0.3"), lines::add);

        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("sleep 86421")))
                .isEmpty();
    }

    private static ProgramCommand shell(String script) {
        return shell(script, Duration.ofSeconds(30));
    }

    private static ProgramCommand shell(String script, Duration limit) {
        return new ProgramCommand(
                List.of("/bin/sh", "-c", script), Path.of("/"), Map.of("PATH", "/usr/bin:/bin"), limit);
    }
}
