package dev.webendpoints.image.commands;

import java.util.List;

import org.junit.jupiter.api.Test;

import static dev.webendpoints.image.commands.LayerSources.layer;
import static org.assertj.core.api.Assertions.assertThat;

/** The commands that Modal's client 1.6.4 sends, told in the words of its methods. */
class HostRequirementsTest {

    @Test
    void packagesThatTheHostHasAreNoRequirement() {
        LayerPlan plan = layer("RUN apt-get update", "RUN apt-get install -y git");

        assertThat(HostRequirements.unmet(plan.steps(), names -> List.of())).isEmpty();
    }

    @Test
    void allRequirementsOfALayerAreTold() {
        LayerPlan plan = layer(
                "RUN apt-get install -y ffmpeg", "RUN make install", "RUN apt-get install -y libsm6", "RUN ldconfig");

        assertThat(HostRequirements.unmet(plan.steps(), names -> names))
                .containsExactly(
                        "apt_install(\"ffmpeg\", \"libsm6\") cannot be done: this server changes nothing on its host,"
                                + " which lacks what the image needs (apt-get install ffmpeg libsm6 there provides it)",
                        "the command 'make install' cannot be run: no commands are run on the host",
                        "the command 'ldconfig' cannot be run: no commands are run on the host");
    }

    @Test
    void poetryIsTheMethodThatTheUserCalled() {
        LayerPlan plan = layer(
                "RUN python -m pip install poetry",
                "COPY /.poetry.lock /tmp/poetry/poetry.lock",
                "COPY /.pyproject.toml /tmp/poetry/pyproject.toml",
                "RUN cd /tmp/poetry && \\ ",
                "  poetry config virtualenvs.create false && \\ ",
                "poetry install --no-root --compile");

        assertThat(HostRequirements.unmet(plan.steps(), names -> names))
                .containsExactly(
                        "poetry_install_from_file() cannot be done: no commands are run on the host; uv_sync() and"
                                + " pip_install_from_requirements() need none");
    }

    @Test
    void aCommandOfMicromambaIsTheMethodThatTheUserCalled() {
        LayerPlan plan = layer("RUN micromamba install pandas --channel conda-forge --yes");

        assertThat(HostRequirements.unmet(plan.steps(), names -> names))
                .containsExactly("micromamba_install() cannot be done: no commands are run on the host");
    }
}
