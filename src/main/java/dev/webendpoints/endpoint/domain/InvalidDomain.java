package dev.webendpoints.endpoint.domain;

import dev.webendpoints.failure.InvalidRequest;

/** A domain that cannot be a custom domain of any endpoint. */
public final class InvalidDomain extends InvalidRequest {

    private InvalidDomain(String sentence) {
        super(sentence);
    }

    static InvalidDomain unfit(String domain, String rule) {
        return new InvalidDomain("'" + domain + "' is not a valid domain: " + rule);
    }

    static InvalidDomain ours(String domain, String publicDomain) {
        return new InvalidDomain("'" + domain + "' is not a valid domain: hosts at and below " + publicDomain
                + " are this server's own; choose a label instead");
    }

    static InvalidDomain tooMany(int count, int allowed) {
        return new InvalidDomain("a web endpoint has at most " + allowed + " custom domains, and these are " + count);
    }
}
