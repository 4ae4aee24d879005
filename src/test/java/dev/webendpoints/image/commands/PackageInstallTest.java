package dev.webendpoints.image.commands;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.webendpoints.image.commands.LayerSources.arguments;
import static dev.webendpoints.image.commands.LayerSources.file;
import static dev.webendpoints.image.commands.LayerSources.layer;
import static dev.webendpoints.image.commands.LayerSources.text;
import static org.assertj.core.api.Assertions.assertThat;

/** pip and uv commands, as Modal's client 1.6.4 sends them, become an install by uv. */
class PackageInstallTest {

    @Test
    void pipInstallIsUvPipInstallThatCompiles() {
        assertThat(arguments("RUN python -m pip install 'a>=1,<2' 'b[x]' six"))
                .containsExactly("--compile-bytecode", "a>=1,<2", "b[x]", "six");
    }

    @Test
    void pipsOptionsBecomeUvs() {
        String command = "RUN python -m pip install six --find-links https://z --index-url https://x/simple"
                + " --extra-index-url https://y/simple --pre --no-deps --no-cache-dir";

        assertThat(arguments(command))
                .containsExactly(
                        "--compile-bytecode",
                        "six",
                        "--find-links",
                        "https://z",
                        "--index-url",
                        "https://x/simple",
                        "--extra-index-url",
                        "https://y/simple",
                        "--prerelease=allow",
                        "--no-deps",
                        "--index-strategy=unsafe-best-match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pip install six",
                "pip3 install six",
                "python3 -m pip install six",
                "python3.11 -m pip install six",
                "/usr/local/bin/python -m pip install six",
                "pip install --no-cache-dir six"
            })
    void pipHasManyNames(String command) {
        assertThat(arguments("RUN " + command)).containsExactly("--compile-bytecode", "six");
    }

    @Test
    void requirementsAreFilesOfTheImage() {
        LayerPlan plan =
                layer("COPY /.requirements.txt /.requirements.txt", "RUN python -m pip install -r /.requirements.txt");

        assertThat(plan.steps())
                .containsExactly(
                        new LayerStep.Copy(List.of("/.requirements.txt"), "/.requirements.txt"),
                        new LayerStep.Install(List.of(
                                text("--compile-bytecode"), text("--requirements"), file("/.requirements.txt"))));
    }

    @Test
    void anOptionOfPipThatMeansNothingHereIsLeftToTheHost() {
        assertThat(layer("RUN pip install --target /opt six").steps())
                .containsExactly(new LayerStep.HostCommand(
                        "RUN pip install --target /opt six", "the option --target is not supported"));
    }

    @Test
    void uvPipInstallKeepsItsOptionsAndTakesTheImagesPython() {
        LayerPlan plan = layer(
                "COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv",
                "COPY /.0_reqs.txt /.uv/0/reqs.txt",
                "RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode --prerelease allow --no-deps"
                        + " --requirements /.uv/0/reqs.txt 'requests[socks]>=2' six");

        assertThat(plan.steps())
                .containsExactly(
                        new LayerStep.Copy(List.of("/.0_reqs.txt"), "/.uv/0/reqs.txt"),
                        new LayerStep.Install(List.of(
                                text("--compile-bytecode"),
                                text("--prerelease"),
                                text("allow"),
                                text("--no-deps"),
                                text("--requirements"),
                                file("/.uv/0/reqs.txt"),
                                text("requests[socks]>=2"),
                                text("six"))));
    }

    @Test
    void uvSyncIsASyncOfItsProject() {
        LayerPlan plan = layer(
                "COPY --from=ghcr.io/astral-sh/uv:0.7.0 /uv /.uv/uv",
                "COPY /.pyproject.toml /.uv/pyproject.toml",
                "COPY /.uv.lock /.uv/uv.lock",
                "RUN /.uv/uv sync --project=/.uv --no-install-workspace --compile-bytecode --frozen --group=dev --extra=x",
                "ENV PATH=/.uv/.venv/bin:$PATH");

        assertThat(plan.steps())
                .last()
                .isEqualTo(new LayerStep.Sync(
                        "/.uv",
                        List.of(
                                text("--no-install-workspace"),
                                text("--compile-bytecode"),
                                text("--frozen"),
                                text("--group"),
                                text("dev"),
                                text("--extra"),
                                text("x"))));
    }

    @Test
    void whereUvSyncsEnvironmentLiesInAContainerIsNoVariable() {
        assertThat(layer("ENV PATH=/.uv/.venv/bin:$PATH").settings().variables())
                .isEmpty();
    }
}
