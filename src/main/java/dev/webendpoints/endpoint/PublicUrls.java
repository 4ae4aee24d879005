package dev.webendpoints.endpoint;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes URLs of hostnames. */
@ApplicationScoped
public class PublicUrls {

    private static final String PLACE = "{subdomain}";

    private final String template;

    PublicUrls(@ConfigProperty(name = "webendpoints.gateway.url-template") String template) {
        if (!template.contains(PLACE)) {
            throw new IllegalArgumentException("webendpoints.gateway.url-template is '" + template
                    + "'; it must contain " + PLACE + ", as http://{subdomain}.localhost:8090 does");
        }
        this.template = template;
    }

    public String of(String hostname) {
        return template.replace(PLACE, hostname);
    }
}
