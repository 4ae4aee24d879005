package dev.webendpoints.identity.proxytoken;

import java.util.List;

import dev.webendpoints.identity.SecretHash;

/** The real check of proxy tokens, with one token in memory and without a database. */
public final class TokensInMemory {

    private TokensInMemory() {}

    /** Returns a check with one token of this workspace, for all of its environments. */
    public static ProxyTokenCheck of(String workspaceId, String tokenId, String secret) {
        SecretHash hash = SecretHash.of(secret);
        Object[] row = {tokenId, workspaceId, false, hash.salt(), hash.hash(), null};
        return ProxyTokenTable.Snapshot.of(List.<Object[]>of(row));
    }
}
