package dev.webendpoints.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.identity.CurrentIdentityAssociation;

/** The caller of the current REST request. */
@ApplicationScoped
public class CurrentCaller {

    public static final String ATTRIBUTE = "webendpoints.caller";

    private final CurrentIdentityAssociation identities;

    CurrentCaller(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** Must be called in a method that requires a scope by annotation, which ensures that there is a caller. */
    public Caller get() {
        return identities.getIdentity().<Caller>getAttribute(ATTRIBUTE);
    }
}
