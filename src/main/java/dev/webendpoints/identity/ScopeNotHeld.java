package dev.webendpoints.identity;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A caller would have given, or taken over, rights that it does not have. */
public final class ScopeNotHeld extends RuntimeException {

    private final String scope;

    private ScopeNotHeld(String message, String scope) {
        super(message);
        this.scope = scope;
    }

    /**
     * An admin has every right.
     *
     * @param verb what the caller wants to do with the scopes: {@code make}
     * @throws ScopeNotHeld if the caller lacks one of them
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

    /** @throws ScopeNotHeld if the caller is no admin and the workspace is not its own */
    static void requireOwn(Caller caller, String workspace) {
        if (!caller.may(Scopes.ADMIN) && !workspace.equals(caller.workspace())) {
            throw new ScopeNotHeld(
                    "The token lacks the scope admin, which the tokens of other workspaces need.", Scopes.ADMIN);
        }
    }

    /** What the caller lacks, separated by spaces. */
    public String scope() {
        return scope;
    }
}
