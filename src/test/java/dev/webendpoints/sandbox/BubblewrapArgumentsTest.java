package dev.webendpoints.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BubblewrapArgumentsTest {

    private static final Path DATA = Path.of("/srv/data");

    private final BubblewrapArguments arguments =
            new BubblewrapArguments(new ServerUser(false, Optional.empty()).stage(List.of()));

    @Test
    void whatIsInUsrIsNotMountedAgain() {
        arguments.addReadOnly(paths("/usr/bin/python3", "/opt/python"), DATA);

        assertThat(arguments.list()).isEqualTo(readOnly("/opt/python"));
    }

    @Test
    void aDataDirectoryInUsrIsCoveredAndItsPartsAreMounted() {
        Path data = Path.of("/usr/local/data");

        arguments.addReadOnly(paths("/usr/local/data/venv"), data);

        assertThat(arguments.list())
                .isEqualTo(words(List.of("--tmpfs", "/usr/local/data"), readOnly("/usr/local/data/venv")));
    }

    /** Otherwise everything in the data directory would be visible. */
    @Test
    void aPathAboveTheDataDirectoryIsCoveredBeforeItsPartsAreShown() {
        arguments.addReadOnly(paths("/srv/data/venv", "/srv"), DATA);

        assertThat(arguments.list())
                .isEqualTo(words(readOnly("/srv"), List.of("--tmpfs", "/srv/data"), readOnly("/srv/data/venv")));
    }

    @Test
    void parentsAreMountedFirstAndOnlyOnce() {
        arguments.addReadOnly(paths("/opt/a/b", "/opt/a", "/opt/a/b"), DATA);

        assertThat(arguments.list()).isEqualTo(words(readOnly("/opt/a"), readOnly("/opt/a/b")));
    }

    @Test
    void theMasksFollowTheProcThatTheyCover() {
        arguments.addSystem();

        List<String> masks = ProcMasks.arguments();
        int proc = arguments.list().indexOf("--proc");
        assertThat(arguments.list().subList(proc + 2, proc + 2 + masks.size())).isEqualTo(masks);
    }

    @Test
    void secretsOfTheHostAreNotInEtc() {
        arguments.addEtc(List.of("fonts"));

        assertThat(arguments.list())
                .contains("/etc/fonts", "/etc/hosts")
                .doesNotContain("/etc", "/etc/shadow", "/etc/ssl", "/etc/ssl/private", "/etc/passwd");
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }

    private static List<String> readOnly(String path) {
        return List.of("--ro-bind-try", path, path);
    }

    @SafeVarargs
    private static List<String> words(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
