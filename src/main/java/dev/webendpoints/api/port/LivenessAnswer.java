package dev.webendpoints.api.port;

import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** Builds the response of the liveness checks as an HTTP/1.1 message, with the same body as the health endpoint. */
@ApplicationScoped
class LivenessAnswer {

    private final List<AsyncHealthCheck> checks;

    LivenessAnswer(@Liveness Instance<AsyncHealthCheck> checks) {
        this.checks = checks.stream().toList();
    }

    /** Never fails: a check that fails is reported as down. Checks do not block. */
    Uni<byte[]> now() {
        return Uni.join()
                .all(checks.stream().map(LivenessAnswer::call).toList())
                .andFailFast()
                .map(LivenessAnswer::message);
    }

    private static Uni<HealthCheckResponse> call(AsyncHealthCheck check) {
        return Uni.createFrom()
                .deferred(check::call)
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down(check.getClass().getSimpleName()));
    }

    private static byte[] message(List<HealthCheckResponse> responses) {
        boolean isUp = responses.stream().allMatch(response -> response.getStatus() == Status.UP);
        HttpResponseStatus status = isUp ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        String body = body(isUp, responses);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json; charset=UTF-8\r\n"
                + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static String body(boolean isUp, List<HealthCheckResponse> responses) {
        JsonArrayBuilder checks = Json.createArrayBuilder();
        for (HealthCheckResponse response : responses) {
            checks.add(Json.createObjectBuilder()
                    .add("name", response.getName())
                    .add("status", response.getStatus().toString()));
        }
        return Json.createObjectBuilder()
                .add("status", (isUp ? Status.UP : Status.DOWN).toString())
                .add("checks", checks)
                .build()
                .toString();
    }
}
