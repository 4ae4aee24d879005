package dev.webendpoints.boot;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import dev.webendpoints.boot.postgres.PostgresSupervisor;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** Not alive if the embedded PostgreSQL has been down for 10 seconds despite restart attempts: a restart may help. */
@Liveness
@ApplicationScoped
class EmbeddedDatabaseLiveness implements AsyncHealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Uni<HealthCheckResponse> call() {
        boolean lost = PostgresSupervisor.downSince()
                .filter(since -> since.plus(PATIENCE).isBefore(Instant.now()))
                .isPresent();
        return Uni.createFrom()
                .item(HealthCheckResponse.named("embedded database")
                        .status(!lost)
                        .build());
    }
}
