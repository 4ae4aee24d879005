package dev.webendpoints.sandbox;

import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The host user that tenants' code runs as, if the server itself is root. */
@ConfigMapping(prefix = "webendpoints.sandbox")
public interface SandboxConfig {

    /**
     * Host user and group id of workers, zygotes and builds, if the server runs as root. By default the first
     * subordinate id of root in {@code /etc/subuid}, or an id that no account has. Ignored if the server is an ordinary
     * user: they run with its id.
     */
    Optional<@Min(1) @Max(2_147_483_646L) Long> uid();

    /**
     * Number of ids that a worker has in addition to its user's, for programs that change users or the owners of files.
     * They are subordinate ids of the server's user in {@code /etc/subuid} and {@code /etc/subgid}, at most as many as
     * are granted there; if root has none there, ids that no account has. A server that is not root needs
     * {@code newuidmap} and {@code newgidmap}. 0 for none.
     */
    @WithDefault("65535")
    @Min(0)
    @Max(65_535)
    int subordinateIds();

    /** Whether a server that runs as root and cannot confine tenants' code runs that code as root. */
    @WithDefault("refuse")
    UnconfinedRoot unconfinedRoot();

    /** See {@link #unconfinedRoot()}. */
    enum UnconfinedRoot {
        /** The server does not start. In dev mode, if it listens only on loopback, it logs a warning instead. */
        REFUSE,
        /** Tenants' code runs as root: everyone who may deploy has full control of the machine. */
        ALLOW
    }
}
