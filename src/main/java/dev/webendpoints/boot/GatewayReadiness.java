package dev.webendpoints.boot;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;

import dev.webendpoints.gateway.Gateway;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;

/**
 * Ready while the gateway listens. In the group {@code gateway}, for load balancers: warm URLs are served without the
 * database, so its state does not matter there.
 */
@HealthGroup("gateway")
@ApplicationScoped
class GatewayReadiness implements AsyncHealthCheck {

    private final Gateway gateway;

    GatewayReadiness(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(HealthCheckResponse.named("gateway")
                        .status(gateway.isListening())
                        .build());
    }
}
