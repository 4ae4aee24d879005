package dev.webendpoints.endpoint.publication;

import java.util.List;

import dev.webendpoints.endpoint.EndpointDeclaration;
import dev.webendpoints.endpoint.EndpointOwner;
import dev.webendpoints.endpoint.Hostname;
import dev.webendpoints.endpoint.UrlProposal;
import dev.webendpoints.endpoint.WebEndpoint;

/** An endpoint as declared by a deployment, and its existing or new row. */
record EndpointPlan(EndpointOwner owner, EndpointDeclaration declaration, WebEndpoint row, Hostname hostname) {

    /** @param present the row of an earlier deployment, or null */
    EndpointPlan(EndpointOwner owner, EndpointDeclaration declaration, WebEndpoint present) {
        this(
                owner,
                declaration,
                present != null ? present : WebEndpoint.created(owner, declaration),
                wanted(owner, declaration, present));
    }

    private static Hostname wanted(EndpointOwner owner, EndpointDeclaration declaration, WebEndpoint present) {
        String label = present != null && present.operatorLabel != null
                ? present.operatorLabel
                : declaration.requestedLabel().orElse(declaration.generatedLabel());
        return Hostname.of(owner.source(), label, owner.devSuffix());
    }

    void apply() {
        row.declare(owner, declaration);
        row.hostname = hostname.value();
    }

    /** Returns the custom domains, as {@link WebEndpoint#domains} returns them after {@link #apply}. */
    List<String> domains() {
        return row.operatorDomains != null
                ? List.of(row.operatorDomains)
                : WebEndpoint.ofCode(owner.devSuffix(), declaration.domains());
    }

    UrlProposal proposal(String url, boolean stolen, List<String> domainUrls) {
        return new UrlProposal(
                declaration.functionId(), declaration.method(), url, hostname.truncated(), stolen, domainUrls);
    }
}
