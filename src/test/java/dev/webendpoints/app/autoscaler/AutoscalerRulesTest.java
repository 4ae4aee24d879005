package dev.webendpoints.app.autoscaler;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import io.smallrye.config.SmallRyeConfigBuilder;

import static dev.webendpoints.app.autoscaler.AutoscalerSetting.BUFFER_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.MAX_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.MIN_CONTAINERS;
import static dev.webendpoints.app.autoscaler.AutoscalerSetting.SCALEDOWN_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AutoscalerRulesTest {

    private final AutoscalerRules rules = new AutoscalerRules(new SmallRyeConfigBuilder()
            .withMapping(ScalingConfig.class)
            .withDefaultValue("webendpoints.scaling.max-containers", "50")
            .withDefaultValue("webendpoints.scaling.default-max-containers", "8")
            .build()
            .getConfigMapping(ScalingConfig.class));

    @Test
    void whatWasSetGoesOverWhatTheCodeSays() {
        assertThat(rules.inForce(asking(1, 4, 60, 0), Map.of(MIN_CONTAINERS, 3)))
                .containsEntry(MIN_CONTAINERS, 3)
                .containsEntry(MAX_CONTAINERS, 4);
    }

    @Test
    void aFunctionThatNamesNoMaximumHasTheServersUsualOne() {
        assertThat(rules.inForce(asking(null, null, 60, 0), Map.of())).containsEntry(MAX_CONTAINERS, 8);
    }

    @Test
    void aMinimumOverTheUsualMaximumRaisesIt() {
        assertThat(rules.inForce(asking(20, null, 60, 0), Map.of())).containsEntry(MAX_CONTAINERS, 20);
    }

    @Test
    void aMaximumOfZeroThatWasSetIsNone() {
        assertThat(rules.inForce(asking(0, 4, 60, 0), Map.of(MAX_CONTAINERS, 0)))
                .containsEntry(MAX_CONTAINERS, 8);
        assertThatCode(() -> rules.check(asking(0, 4, 60, 0), Map.of(MAX_CONTAINERS, 0, MIN_CONTAINERS, 10)))
                .doesNotThrowAnyException();
    }

    @Test
    void aWebServerHasOneWorker() {
        assertThat(rules.inForce(asking(3, 4, 60, 8000), Map.of()))
                .containsEntry(MIN_CONTAINERS, 1)
                .containsEntry(MAX_CONTAINERS, 1);
    }

    @Test
    void whatADeployAsksForBeyondTheBoundsIsCutDownInWords() {
        assertThat(rules.clamped(asking(0, 60, 3600, 0)))
                .containsExactly(
                        "max_containers=60 is not within what Web Endpoints allows, from 0 to 50; it is 50 here.",
                        "scaledown_window=3600 is not within what Web Endpoints allows, from 2 to 1200 seconds; it is"
                                + " 1200 here.");
    }

    @Test
    void whatIsAllowedIsNotSpokenOf() {
        assertThat(rules.clamped(asking(2, 4, 60, 0))).isEmpty();
    }

    @Test
    void aSecondWorkerOfAWebServerIsRefused() {
        assertThatThrownBy(() -> rules.check(asking(0, 1, 60, 8000), Map.of(BUFFER_CONTAINERS, 2)))
                .hasMessage("buffer_containers may be from 0 to 1, since a web server has its port for itself, not 2");
    }

    @Test
    void theCodesOwnMinimumCountsWhenAMaximumIsSet() {
        assertThatThrownBy(() -> rules.check(asking(5, null, 60, 0), Map.of(MAX_CONTAINERS, 4)))
                .hasMessage("min_containers (5) may not be more than max_containers (4)");
    }

    @Test
    void aWindowThatTheCodeHasTooLongDoesNotRefuseOthers() {
        assertThatCode(() -> rules.check(asking(0, null, 3600, 0), Map.of(MIN_CONTAINERS, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void theWindowIsWithinModalsBounds() {
        assertThatThrownBy(() -> rules.check(asking(0, null, 60, 0), Map.of(SCALEDOWN_WINDOW, 1)))
                .hasMessage("scaledown_window may be from 2 to 1200 seconds, not 1");
    }

    private static FunctionSpec asking(Integer min, Integer max, int scaledown, int port) {
        return new FunctionSpec(
                "square",
                new FunctionSpec.Code("app", "square", false, new byte[0], new byte[0]),
                List.of(new FunctionSpec.WebMethod(
                        "",
                        port == 0 ? EndpointKind.ASGI_APP : EndpointKind.WEB_SERVER,
                        "GET",
                        false,
                        port,
                        5,
                        null,
                        false,
                        "",
                        List.of())),
                "im-1",
                List.of(),
                List.of(),
                List.of(),
                new FunctionSpec.Scaling(min, max, null, null, null, false),
                1,
                300,
                300,
                scaledown,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
