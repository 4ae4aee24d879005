package dev.webendpoints.gateway;

import java.util.Optional;

/**
 * Where the gateway is to listen.
 *
 * @param host an address of this machine
 * @param port for plain HTTP; 0 for any free one
 * @param tlsPort for TLS, when there are certificates; 0 for any free one
 * @param maxConnections of callers at once, on all ports together; past it idle ones are closed, then new ones
 */
record Listening(String host, int port, int tlsPort, int maxConnections, Optional<Certificates> certificates) {

    /** @throws IllegalArgumentException when a setting is not usable, naming it */
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

    /** The same, with no more connections than the process's file descriptors allow. */
    Listening within(DescriptorBudget budget) {
        return new Listening(host, port, tlsPort, budget.connections(maxConnections), certificates);
    }

    static Listening plain(String host, int port) {
        return new Listening(host, port, 0, Integer.MAX_VALUE, Optional.empty());
    }
}
