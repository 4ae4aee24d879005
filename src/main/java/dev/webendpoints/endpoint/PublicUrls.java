package dev.webendpoints.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates URLs from hostnames. */
@ApplicationScoped
public class PublicUrls {

    private static final String PLACE = "{subdomain}";

    private static final Pattern DOMAIN = Pattern.compile("\\{subdomain}\\.([^:/]+)");

    private final String template;

    PublicUrls(@ConfigProperty(name = "webendpoints.gateway.url-template") String template) {
        if (!template.contains(PLACE)) {
            throw new IllegalArgumentException("webendpoints.gateway.url-template is '" + template
                    + "'; it must contain " + PLACE + ", as http://{subdomain}.localhost:8090 does");
        }
        this.template = template;
    }

    /** Returns the URL of a custom domain, with the same scheme and port. */
    public String ofDomain(String domain) {
        return template.replace(PLACE + "." + domain(), domain);
    }

    /** Returns the parent domain of public hostnames; empty if the template has none. */
    public String domain() {
        Matcher matcher = DOMAIN.matcher(template);
        return matcher.find() ? matcher.group(1) : "";
    }

    public String of(String hostname) {
        return template.replace(PLACE, hostname);
    }
}
