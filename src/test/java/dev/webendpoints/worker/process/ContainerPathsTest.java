package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.image.PythonEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ContainerPathsTest {

    private final ContainerPaths paths = new ContainerPaths(
            Path.of("/srv/data/run"),
            new PythonEnvironment(
                    Path.of("/srv/data/images/abc/venv/bin/python"),
                    List.of(),
                    Map.of("VIRTUAL_ENV", "/srv/data/images/abc/venv"),
                    null,
                    null,
                    List.of(Path.of("/srv/data/packages/modal-1.6.4"), Path.of("/srv/data/packages/worker-1")),
                    Path.of("/srv/data/packages/source-1/webendpoints_worker/__main__.py")));

    @ParameterizedTest
    @CsvSource({
        "'  File \"/srv/data/run/ta-1/tree/root/app.py\", line 3', '  File \"/root/app.py\", line 3'",
        "of a zygote: /srv/data/run/z-0a/hub/ta-1/tree/root/app.py, of a zygote: /root/app.py",
        "/srv/data/run/z-0a/tree/data/words.txt, /data/words.txt",
        "/srv/data/images/abc/venv/lib/python3.11/site-packages/x.py, /usr/local/lib/python3.11/site-packages/x.py",
        "/srv/data/packages/modal-1.6.4/modal/app.py, /pkg/modal/app.py",
        "/srv/data/packages/source-1/webendpoints_worker/apps.py, /pkg/webendpoints_worker/apps.py",
        "/srv/run/ta-1/tree/root, /srv/run/ta-1/tree/root",
        "'/srv/data/run/a b/tree/x', '/srv/data/run/a b/tree/x'"
    })
    void thePathsOfAContainerAreTold(String said, String told) {
        assertThat(paths.apply(said)).isEqualTo(told);
    }
}
