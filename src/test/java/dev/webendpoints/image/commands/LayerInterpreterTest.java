package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.image.commands.Step.Argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/** The commands are those that Modal's client 1.6.4 sends for each method of {@code modal.Image}. */
class LayerInterpreterTest {

    @Test
    void debianSlimIsPythonAndNothingElse() {
        Plan plan = first(
                "FROM python:3.11.12-slim-bookworm",
                "RUN apt-get update",
                "RUN apt-get install -y gcc gfortran build-essential",
                "RUN pip install --upgrade pip wheel uv",
                "RUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections",
                "CMD [\"sleep\", \"172800\"]");

        assertThat(plan.steps()).containsExactly(new Step.Python("3.11.12"));
    }

    @ParameterizedTest
    @CsvSource({
        "python:3.12, 3.12",
        "python:3.11.7, 3.11.7",
        "python:3.13-slim, 3.13",
        "docker.io/library/python:3.10-bookworm, 3.10",
        "python:3.12-slim@sha256:0123, 3.12"
    })
    void anImageOfPythonsOwnIsThatPython(String image, String version) {
        assertThat(first("FROM " + image).steps()).containsExactly(new Step.Python(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nvidia/cuda:12.4.0", "debian:bookworm", "python:latest", "python:3", "mambaorg/micromamba:2"})
    void anyOtherImageIsRefusedByName(String image) {
        assertThatThrownBy(() -> first("FROM " + image))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("the image is built FROM " + image);
    }

    @Test
    void micromambaIsRefused() {
        assertThatThrownBy(() -> first(
                        "FROM mambaorg/micromamba:2.1.1-debian12-slim",
                        "SHELL [\"/usr/local/bin/_dockerfile_shell.sh\"]",
                        "ENV MAMBA_DOCKERFILE_ACTIVATE=1",
                        "RUN micromamba install -n base -y python=3.11 pip -c conda-forge"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void addPythonIsRefused() {
        assertThatThrownBy(() -> first("FROM python:3.11", "COPY /python/. /usr/local"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("add_python is not supported");
    }

    @Test
    void severalStagesAreRefused() {
        assertThatThrownBy(() -> first("FROM python:3.11 AS build", "FROM python:3.11"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("more than one FROM");
    }

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
        Plan plan =
                layer("COPY /.requirements.txt /.requirements.txt", "RUN python -m pip install -r /.requirements.txt");

        assertThat(plan.steps())
                .containsExactly(
                        new Step.Copy(List.of("/.requirements.txt"), "/.requirements.txt"),
                        new Step.Install(List.of(
                                text("--compile-bytecode"), text("--requirements"), file("/.requirements.txt"))));
    }

    @Test
    void anOptionOfPipThatMeansNothingHereIsLeftToTheHost() {
        assertThat(layer("RUN pip install --target /opt six").steps())
                .containsExactly(new Step.HostCommand(
                        "RUN pip install --target /opt six", "the option --target is not supported"));
    }

    @Test
    void uvPipInstallKeepsItsOptionsAndTakesTheImagesPython() {
        Plan plan = layer(
                "COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv",
                "COPY /.0_reqs.txt /.uv/0/reqs.txt",
                "RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode --prerelease allow --no-deps"
                        + " --requirements /.uv/0/reqs.txt 'requests[socks]>=2' six");

        assertThat(plan.steps())
                .containsExactly(
                        new Step.Copy(List.of("/.0_reqs.txt"), "/.uv/0/reqs.txt"),
                        new Step.Install(List.of(
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
        Plan plan = layer(
                "COPY --from=ghcr.io/astral-sh/uv:0.7.0 /uv /.uv/uv",
                "COPY /.pyproject.toml /.uv/pyproject.toml",
                "COPY /.uv.lock /.uv/uv.lock",
                "RUN /.uv/uv sync --project=/.uv --no-install-workspace --compile-bytecode --frozen --group=dev --extra=x",
                "ENV PATH=/.uv/.venv/bin:$PATH");

        assertThat(plan.steps())
                .last()
                .isEqualTo(new Step.Sync(
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

    @Test
    void envKeepsQuotedValuesAsTheClientQuotesThem() {
        Plan plan = layer("ENV A='b c'", "ENV Q='it'\"'\"'s \"x\" $HOME \\n'", "ENV E=''");

        assertThat(plan.settings().variables())
                .containsExactly(entry("A", "b c"), entry("E", ""), entry("Q", "it's \"x\" $HOME \\n"));
    }

    @Test
    void envKnowsTheVariablesBefore() {
        Plan plan = LayerInterpreter.interpret(
                List.of("FROM base", "ENV B=$A/b C=${A:-x} D=${NONE:-d} E=${A:+e}"),
                Set.of("base"),
                new Settings(Map.of("A", "a"), null),
                Map.of());

        assertThat(plan.settings().variables())
                .containsExactly(entry("A", "a"), entry("B", "a/b"), entry("C", "a"), entry("D", "d"), entry("E", "e"));
    }

    @Test
    void theOldFormOfEnvHasOneVariable() {
        assertThat(layer("ENV GREETING hello   world").settings().variables())
                .containsExactly(entry("GREETING", "hello world"));
    }

    @Test
    void buildArgumentsWinOverTheirDefaults() {
        Plan plan = LayerInterpreter.interpret(
                List.of("ARG V=3.10", "FROM python:${V}-slim"), Set.of(), Settings.NONE, Map.of("V", "3.12"));

        assertThat(plan.steps()).containsExactly(new Step.Python("3.12"));
    }

    @Test
    void aWorkdirIsRelativeToTheOneBefore() {
        assertThat(layer("WORKDIR '/srv/my dir'", "WORKDIR app").settings().workdir())
                .isEqualTo("/srv/my dir/app");
    }

    @Test
    void pathsAreRelativeToTheWorkdir() {
        assertThat(layer("WORKDIR /app", "COPY . .", "RUN pip install -r reqs.txt")
                        .steps())
                .containsExactly(
                        new Step.Copy(List.of("."), "/app"),
                        new Step.Install(
                                List.of(text("--compile-bytecode"), text("--requirements"), file("/app/reqs.txt"))));
    }

    @Test
    void aCopiedMountGoesToTheRoot() {
        assertThat(layer("COPY . /").steps()).containsExactly(new Step.Copy(List.of("."), "/"));
    }

    @Test
    void aptInstallAsksForItsPackages() {
        assertThat(layer("RUN apt-get update", "RUN apt-get install -y git curl=7.88")
                        .steps())
                .contains(new Step.AptPackages(List.of("git", "curl")));
    }

    @Test
    void commandsInOneLineAreReadOneByOne() {
        assertThat(layer("RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*")
                        .steps())
                .contains(new Step.AptPackages(List.of("git")))
                .noneMatch(Step.HostCommand.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo hi", "curl -L https://x | sh", "ln -s /a /b", "pip freeze", "FOO=1 pip install six"})
    void anyOtherCommandIsLeftToTheHost(String command) {
        assertThat(layer("RUN " + command).steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.HostCommand.class, step -> assertThat(step.text()).isEqualTo("RUN " + command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENTRYPOINT []",
                "CMD [\"a\", \"b c\"]",
                "SHELL [\"/bin/bash\", \"-c\"]",
                "EXPOSE 80",
                "LABEL a=b"
            })
    void whatOnlyAContainerNeedsIsPassedOver(String command) {
        assertThat(layer(command).steps()).isEmpty();
    }

    @Test
    void anEntrypointIsNoted() {
        assertThat(layer("ENTRYPOINT [\"a\", \"b\"]").steps()).singleElement().isInstanceOf(Step.Note.class);
    }

    @Test
    void continuedLinesAreOneInstruction() {
        assertThat(arguments("RUN pip install \\", "    # a comment", "    six \\", "    idna"))
                .containsExactly("--compile-bytecode", "six", "idna");
    }

    @Test
    void aHereDocumentIsOneInstruction() {
        assertThat(layer("RUN <<EOF", "apt-get update", "make", "EOF", "ENV A=b")
                        .steps())
                .singleElement()
                .isInstanceOf(Step.HostCommand.class);
    }

    private static Plan first(String... commands) {
        return LayerInterpreter.interpret(List.of(commands), Set.of(), Settings.NONE, Map.of());
    }

    private static Plan layer(String... commands) {
        List<String> all = new ArrayList<>(List.of("FROM base"));
        all.addAll(List.of(commands));
        return LayerInterpreter.interpret(all, Set.of("base"), Settings.NONE, Map.of());
    }

    private static List<String> arguments(String... commands) {
        Step.Install install = (Step.Install) layer(commands).steps().get(0);
        return install.arguments().stream().map(Argument::text).toList();
    }

    private static Argument text(String text) {
        return new Argument(text, false);
    }

    private static Argument file(String text) {
        return new Argument(text, true);
    }
}
