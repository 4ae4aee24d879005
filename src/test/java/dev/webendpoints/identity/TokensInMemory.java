package dev.webendpoints.identity;

import java.util.List;

/** The real check of proxy tokens, over one token that no database holds. */
public final class TokensInMemory {

    private TokensInMemory() {}

    /** One token of this workspace, for all of its environments. */
    public static ProxyTokenCheck of(String workspaceId, String tokenId, String secret) {
        SecretHash hash = SecretHash.of(secret);
        Object[] row = {tokenId, workspaceId, false, hash.salt(), hash.hash(), null};
        return ProxyTokenTable.Snapshot.of(1, List.<Object[]>of(row));
    }
}
