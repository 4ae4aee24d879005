package dev.webendpoints.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.identity.CurrentIdentityAssociation;

/** Who sent the REST request that is being answered. */
@ApplicationScoped
public class CurrentCaller {

    static final String ATTRIBUTE = "webendpoints.caller";

    private final CurrentIdentityAssociation identities;

    CurrentCaller(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** To be asked in a method that demands a scope by annotation, so that there is a caller. */
    public Caller get() {
        return identities.getIdentity().<Caller>getAttribute(ATTRIBUTE);
    }
}
