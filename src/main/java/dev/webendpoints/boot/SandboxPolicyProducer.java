package dev.webendpoints.boot;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.webendpoints.gateway.GatewayConfig;
import dev.webendpoints.sandbox.SandboxConfig;
import dev.webendpoints.sandbox.SandboxConfig.UnconfinedRoot;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.sandbox.TenantUsers;
import io.quarkus.runtime.LaunchMode;

/** Produces the sandbox policy for tenants' code. */
@Singleton
class SandboxPolicyProducer {

    @Produces
    @Singleton
    SandboxPolicy policy(
            SandboxConfig config,
            GatewayConfig gateway,
            @ConfigProperty(name = "quarkus.http.host") String controlHost) {
        boolean allowed = config.unconfinedRoot() == UnconfinedRoot.ALLOW
                || LaunchMode.current() == LaunchMode.DEVELOPMENT
                        && isLoopback(gateway.host())
                        && isLoopback(controlHost);
        return new SandboxPolicy(TenantUsers.choose(config.uid(), config.subordinateIds()), allowed);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
