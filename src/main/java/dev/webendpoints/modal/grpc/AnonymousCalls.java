package dev.webendpoints.modal.grpc;

import java.util.Set;

/** The calls that need no credential: strangers can make them. */
public final class AnonymousCalls {

    private static final Set<String> RPCS = Set.of("TokenFlowCreate", "TokenFlowWait");

    private AnonymousCalls() {}

    public static boolean include(String rpc) {
        return RPCS.contains(rpc);
    }
}
