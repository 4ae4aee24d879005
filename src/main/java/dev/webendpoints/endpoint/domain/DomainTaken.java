package dev.webendpoints.endpoint.domain;

import dev.webendpoints.failure.AlreadyExists;

/** Another endpoint of the same workspace holds the domain. */
public final class DomainTaken extends AlreadyExists {

    public DomainTaken(String domain) {
        super("the domain " + domain + " belongs to another web endpoint of this workspace; take it from there first");
    }
}
