package dev.webendpoints.gateway;

import java.util.Optional;

/**
 * The addresses and the capacity with which the gateway listens.
 *
 * @param host an address of this machine
 * @param port for plain HTTP; 0 for any free one
 * @param tlsPort for TLS, if there are certificates; 0 for any free one
 * @param maxConnections of clients, on all ports together; beyond it idle ones are closed, then new ones
 */
record Listening(String host, int port, int tlsPort, int maxConnections, Optional<Certificates> certificates) {

    /** @throws IllegalArgumentException if a setting is invalid; names the setting */
    static Listening of(GatewayConfig config) {
        GatewayConfig.Tls tls = config.tls();
        if (tls.certificate().isPresent() != tls.privateKey().isPresent()) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway.tls.certificate and .private-key belong together, and only one of them is set");
        }
        Optional<Certificates> certificates = tls.certificate()
                .map(chain -> new Certificates(chain, tls.privateKey().orElseThrow()));
        return new Listening(config.host(), config.port(), tls.port(), config.maxConnections(), certificates);
    }

    /** Returns a copy with no more connections than the process's file descriptors allow. */
    Listening within(DescriptorBudget budget) {
        return new Listening(host, port, tlsPort, budget.connections(maxConnections), certificates);
    }

    static Listening plain(String host, int port) {
        return new Listening(host, port, 0, Integer.MAX_VALUE, Optional.empty());
    }
}
