package dev.webendpoints.image.commands;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.webendpoints.image.commands.LayerSources.arguments;
import static dev.webendpoints.image.commands.LayerSources.file;
import static dev.webendpoints.image.commands.LayerSources.first;
import static dev.webendpoints.image.commands.LayerSources.layer;
import static dev.webendpoints.image.commands.LayerSources.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/** The commands that Modal's client 1.6.4 sends for each method of {@code modal.Image}. */
class LayerInterpreterTest {

    @Test
    void debianSlimIsPythonAndNothingElse() {
        LayerPlan plan = first(
                "FROM python:3.11.12-slim-bookworm",
                "RUN apt-get update",
                "RUN apt-get install -y gcc gfortran build-essential",
                "RUN pip install --upgrade pip wheel uv",
                "RUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections",
                "CMD [\"sleep\", \"172800\"]");

        assertThat(plan.steps()).containsExactly(new LayerStep.Python("3.11.12"));
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
        assertThat(first("FROM " + image).steps()).containsExactly(new LayerStep.Python(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nvidia/cuda:12.4.0", "debian:bookworm", "python:latest", "python:3"})
    void anyOtherImageIsRefusedByName(String image) {
        assertThatThrownBy(() -> first("FROM " + image))
                .isInstanceOf(CommandRejected.class)
                .hasMessageStartingWith(
                        "the base image " + image + " (Image.from_registry, Image.from_dockerfile) is not");
    }

    @Test
    void micromambaIsRefused() {
        assertThatThrownBy(() -> first(
                        "FROM mambaorg/micromamba:2.1.1-debian12-slim",
                        "SHELL [\"/usr/local/bin/_dockerfile_shell.sh\"]",
                        "ENV MAMBA_DOCKERFILE_ACTIVATE=1",
                        "RUN micromamba install -n base -y python=3.11 pip -c conda-forge"))
                .isInstanceOf(CommandRejected.class)
                .hasMessageStartingWith("Image.micromamba() is not supported");
    }

    @Test
    void addPythonIsRefused() {
        assertThatThrownBy(() -> first("FROM python:3.11", "COPY /python/. /usr/local"))
                .isInstanceOf(CommandRejected.class)
                .hasMessageStartingWith("Image.from_registry(add_python=) is not supported");
    }

    @Test
    void severalStagesAreRefused() {
        assertThatThrownBy(() -> first("FROM python:3.11 AS build", "FROM python:3.11"))
                .isInstanceOf(CommandRejected.class)
                .hasMessageContaining("more than one FROM");
    }

    @Test
    void envKeepsQuotedValuesAsTheClientQuotesThem() {
        LayerPlan plan = layer("ENV A='b c'", "ENV Q='it'\"'\"'s \"x\" $HOME \\n'", "ENV E=''");

        assertThat(plan.settings().variables())
                .containsExactly(entry("A", "b c"), entry("E", ""), entry("Q", "it's \"x\" $HOME \\n"));
    }

    @Test
    void envKnowsTheVariablesBefore() {
        LayerPlan plan = LayerInterpreter.interpret(
                List.of("FROM base", "ENV B=$A/b C=${A:-x} D=${NONE:-d} E=${A:+e}"),
                Set.of("base"),
                new OptionValues(Map.of("A", "a"), null),
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
        LayerPlan plan = LayerInterpreter.interpret(
                List.of("ARG V=3.10", "FROM python:${V}-slim"), Set.of(), OptionValues.NONE, Map.of("V", "3.12"));

        assertThat(plan.steps()).containsExactly(new LayerStep.Python("3.12"));
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
                        new LayerStep.Copy(List.of("."), "/app"),
                        new LayerStep.Install(
                                List.of(text("--compile-bytecode"), text("--requirements"), file("/app/reqs.txt"))));
    }

    @Test
    void aCopiedMountGoesToTheRoot() {
        assertThat(layer("COPY . /").steps()).containsExactly(new LayerStep.Copy(List.of("."), "/"));
    }

    @Test
    void aptInstallAsksForItsPackages() {
        assertThat(layer("RUN apt-get update", "RUN apt-get install -y git curl=7.88")
                        .steps())
                .contains(new LayerStep.AptPackages(List.of("git", "curl")));
    }

    @Test
    void commandsInOneLineAreReadOneByOne() {
        assertThat(layer("RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*")
                        .steps())
                .contains(new LayerStep.AptPackages(List.of("git")))
                .noneMatch(LayerStep.HostCommand.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo hi", "curl -L https://x | sh", "ln -s /a /b", "pip freeze", "FOO=1 pip install six"})
    void anyOtherCommandIsLeftToTheHost(String command) {
        assertThat(layer("RUN " + command).steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        LayerStep.HostCommand.class,
                        step -> assertThat(step.text()).isEqualTo("RUN " + command));
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
        assertThat(layer("ENTRYPOINT [\"a\", \"b\"]").steps()).singleElement().isInstanceOf(LayerStep.Note.class);
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
                .isInstanceOf(LayerStep.HostCommand.class);
    }
}
