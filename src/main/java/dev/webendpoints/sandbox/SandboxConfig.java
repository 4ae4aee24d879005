package dev.webendpoints.sandbox;

import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** As which user of the host tenants' code runs, where the server itself is root. */
@ConfigMapping(prefix = "webendpoints.sandbox")
public interface SandboxConfig {

    /**
     * User and group id on the host of workers, zygotes and builds, where the server runs as root. Without it, the first
     * subordinate id of root in {@code /etc/subuid}, or an id that no account has. Of no effect for an ordinary user,
     * whose own id they have.
     */
    Optional<@Min(1) @Max(2_147_483_646L) Long> uid();

    /**
     * Ids that a worker has beside its user's, for programs that change users or give files away: subordinate ids of the
     * server's user in {@code /etc/subuid} and {@code /etc/subgid}, or as many as there are; where root has none there, ids
     * that no account has. An ordinary user's server needs {@code newuidmap} and {@code newgidmap}. 0 for none.
     */
    @WithDefault("65535")
    @Min(0)
    @Max(65_535)
    int subordinateIds();

    /** Whether a server that runs as root and cannot confine tenants' code runs it all the same, as root. */
    @WithDefault("refuse")
    UnconfinedRoot unconfinedRoot();

    /** See {@link #unconfinedRoot()}. */
    enum UnconfinedRoot {
        /** The server does not start. In dev mode, if it listens on loopback only, it warns. */
        REFUSE,
        /** Tenants' code runs as root: everyone who may deploy has full control of the machine. */
        ALLOW
    }
}
