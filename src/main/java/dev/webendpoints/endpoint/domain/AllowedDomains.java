package dev.webendpoints.endpoint.domain;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The custom domains that the operator allows without proof of ownership. */
@ApplicationScoped
class AllowedDomains {

    private static final String KEY = "webendpoints.gateway.domains.allowed";

    private final List<Entry> entries;

    /** @throws IllegalArgumentException if an entry is invalid; names key, value and allowed values */
    @Inject
    AllowedDomains(DomainsConfig config) {
        this(config.allowed().orElse(List.of()));
    }

    AllowedDomains(List<String> entries) {
        this.entries = entries.stream().map(AllowedDomains::entry).toList();
    }

    boolean allows(String workspace, DomainName domain) {
        return entries.stream().anyMatch(entry -> entry.allows(workspace, domain));
    }

    private static Entry entry(String text) {
        int equals = text.indexOf('=');
        String workspace = equals < 0 ? null : text.substring(0, equals).trim();
        try {
            DomainName domain = DomainName.of(text.substring(equals + 1).trim());
            if (domain.value().equals(domain.base()) && (workspace == null || !workspace.isEmpty())) {
                return new Entry(workspace, domain.value());
            }
        } catch (InvalidDomain unfit) {
            // Reported below, with the key.
        }
        throw new IllegalArgumentException(KEY + " has \"" + text
                + "\"; each must be a domain like example.com, which stands for everything below it too, or"
                + " workspace=example.com");
    }

    private record Entry(String workspace, String domain) {

        boolean allows(String caller, DomainName wanted) {
            return (workspace == null || workspace.equals(caller)) && wanted.isWithin(domain);
        }
    }
}
