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
record ListenAddress(
        String host, int port, int tlsPort, int maxConnections, Optional<CertificateReloader> certificates) {

    /** @throws IllegalArgumentException if a setting is invalid; names the setting */
    static ListenAddress of(GatewayConfig config) {
        GatewayConfig.Tls tls = config.tls();
        if (tls.certificate().isPresent() != tls.privateKey().isPresent()) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway.tls.certificate and .private-key belong together, and only one of them is set");
        }
        Optional<CertificateReloader> certificates = tls.certificate()
                .map(chain -> new CertificateReloader(chain, tls.privateKey().orElseThrow()));
        return new ListenAddress(config.host(), config.port(), tls.port(), config.maxConnections(), certificates);
    }

    /** Returns a copy with no more connections than the process's file descriptors allow. */
    ListenAddress within(DescriptorBudget budget) {
        return new ListenAddress(host, port, tlsPort, budget.connections(maxConnections), certificates);
    }

    static ListenAddress plain(String host, int port) {
        return new ListenAddress(host, port, 0, Integer.MAX_VALUE, Optional.empty());
    }
}
