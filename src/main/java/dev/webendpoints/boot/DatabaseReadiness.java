package dev.webendpoints.boot;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import dev.webendpoints.database.DatabaseWatch;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** Ready while the database is reachable. Reports the last known state without a query, so that it never blocks. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private final DatabaseWatch database;

    DatabaseReadiness(DatabaseWatch database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(HealthCheckResponse.named("database")
                        .status(!database.isAway())
                        .build());
    }
}
