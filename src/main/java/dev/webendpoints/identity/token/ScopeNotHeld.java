package dev.webendpoints.identity.token;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import dev.webendpoints.failure.PermissionDenied;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;

/** A caller attempted to grant or take over scopes that it does not hold. */
public final class ScopeNotHeld extends PermissionDenied {

    private final String scope;

    private ScopeNotHeld(String message, String scope) {
        super(message);
        this.scope = scope;
    }

    /**
     * Accepts any scopes for an admin.
     *
     * @param verb for the message, the operation on the token: {@code make}
     * @throws ScopeNotHeld if the caller lacks one of the scopes
     */
    static void requireAll(Caller caller, Collection<String> scopes, String verb) {
        Set<String> lacking = new TreeSet<>(scopes);
        lacking.removeAll(caller.scopes());
        if (!caller.may(Scopes.ADMIN) && !lacking.isEmpty()) {
            String words = String.join(" ", lacking);
            throw new ScopeNotHeld(
                    "The token lacks the scope " + words + ", so it cannot " + verb + " a token that has it.", words);
        }
    }

    /** @throws ScopeNotHeld if the caller is not an admin and the workspace is not its own */
    static void requireOwn(Caller caller, String workspace) {
        if (!caller.may(Scopes.ADMIN) && !workspace.equals(caller.workspace())) {
            throw new ScopeNotHeld(
                    "The token lacks the scope admin, which the tokens of other workspaces need.", Scopes.ADMIN);
        }
    }

    /** Returns the scopes that the caller lacks, separated by spaces. */
    public String scope() {
        return scope;
    }
}
