package dev.webendpoints.api;

import java.util.List;

import jakarta.ws.rs.core.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.webendpoints.api.generated.model.Problem;
import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.PermissionDenied;
import dev.webendpoints.failure.ResourceExhausted;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.failure.Unauthenticated;
import dev.webendpoints.failure.Unavailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProblemMapperTest {

    private final ProblemMapper mapper = new ProblemMapper();

    static List<Arguments> failures() {
        return List.of(
                arguments(new InvalidRequest("wrong"), 400),
                arguments(new Unauthenticated("wrong"), 401),
                arguments(new PermissionDenied("wrong"), 403),
                arguments(new NotFound("wrong"), 404),
                arguments(new AlreadyExists("wrong"), 409),
                arguments(new FailedPrecondition("wrong"), 409),
                arguments(new TooLarge("wrong"), 413),
                arguments(new ResourceExhausted("wrong"), 429),
                arguments(new Unavailable("wrong"), 503));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsMappedByItsKind(DomainFailure failure, int status) {
        Problem problem = (Problem) mapper.foreseen(failure).getEntity();

        assertThat(problem).extracting(Problem::getStatus, Problem::getDetail).containsExactly(status, "wrong");
    }

    /** Its message may have internals of the server. */
    @Test
    void anotherExceptionIsAnErrorOfTheServer() {
        Response response = mapper.failed(new IllegalStateException("/srv/data/secrets.key"));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(((Problem) response.getEntity()).getDetail())
                .matches("The server failed; its log has the cause under [0-9a-f-]{36}\\.");
    }
}
