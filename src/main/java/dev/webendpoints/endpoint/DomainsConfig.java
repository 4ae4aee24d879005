package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How custom domains are proven to be whose they are said to be. */
@ConfigMapping(prefix = "webendpoints.gateway.domains")
interface DomainsConfig {

    /**
     * Domains that need no proof: <code>example.com</code> for it and everything below, in any workspace, or
     * <code>workspace=example.com</code> in that one only.
     */
    Optional<List<String>> allowed();

    /** The DNS server that is asked for TXT records, as <code>host</code> or <code>host:port</code>; the system's by default. */
    Optional<String> resolver();
}
