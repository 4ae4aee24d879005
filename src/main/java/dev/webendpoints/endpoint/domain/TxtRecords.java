package dev.webendpoints.endpoint.domain;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;

/** Queries TXT records from the configured DNS server, or the system's, without blocking. */
@ApplicationScoped
class TxtRecords {

    private static final int DNS_PORT = 53;
    private static final long PATIENCE_MILLIS = 5000;
    private static final String KEY = "webendpoints.gateway.domains.resolver";

    private final DnsClient client;

    /** @throws IllegalArgumentException if the resolver is invalid; names key, value and allowed values */
    TxtRecords(Vertx vertx, DomainsConfig config) {
        client = vertx.createDnsClient(options(config.resolver()));
    }

    /** Returns the values of a name's TXT records. Fails if the name does not exist or the query times out. */
    Uni<List<String>> of(String name) {
        return UniHelper.toUni(client.resolveTXT(name));
    }

    static DnsClientOptions options(Optional<String> resolver) {
        DnsClientOptions options = new DnsClientOptions().setQueryTimeout(PATIENCE_MILLIS);
        resolver.map(TxtRecords::address)
                .ifPresent(address -> options.setHost(address.getHost())
                        .setPort(address.getPort() < 0 ? DNS_PORT : address.getPort()));
        return options;
    }

    private static URI address(String resolver) {
        try {
            URI address = URI.create("dns://" + resolver);
            if (address.getHost() != null && address.getAuthority().equals(resolver)) {
                return address;
            }
        } catch (IllegalArgumentException unreadable) {
            // Reported below, with the key.
        }
        throw new IllegalArgumentException(
                KEY + " is \"" + resolver + "\"; it must be a host, or host:port as in 10.0.0.53:53");
    }
}
