package dev.webendpoints.endpoint.domain;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Configures the proof of ownership of custom domains. */
@ConfigMapping(prefix = "webendpoints.gateway.domains")
interface DomainsConfig {

    /**
     * Domains that need no proof: <code>example.com</code> for the domain and everything below it in any workspace, or
     * <code>workspace=example.com</code> for one workspace only.
     */
    Optional<List<String>> allowed();

    /** DNS server for TXT records, as <code>host</code> or <code>host:port</code>; by default the system's. */
    Optional<String> resolver();
}
