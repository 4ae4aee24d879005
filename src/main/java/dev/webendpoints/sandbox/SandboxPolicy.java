package dev.webendpoints.sandbox;

import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * As whom tenants' code runs, and whether it may be root.
 *
 * @param user of workers, zygotes and builds
 * @param allowsRoot whether tenants' code may run as root of the host
 */
public record SandboxPolicy(TenantUser user, boolean allowsRoot) {

    private static final Logger LOG = Logger.getLogger(SandboxPolicy.class);

    /** For a server that is an ordinary user. */
    public static final SandboxPolicy ORDINARY = new SandboxPolicy(new ServerUser(false, Optional.empty()), false);

    /**
     * Refuses to run tenants' code as root of the host, unless the operator allows it.
     *
     * @param what runs it, in the plural
     * @param confined whether bubblewrap confines it
     * @throws IllegalStateException when it would, naming what helps
     */
    public void requireNotRoot(String what, boolean confined) {
        boolean asRoot = confined ? user.isRoot() : TenantUsers.serverIsRoot();
        if (!asRoot) {
            return;
        }
        String risk = confined
                ? what + " would run as root of this machine, because the server is root and cannot start processes as"
                        + " another user"
                : what
                        + " would run as root of this machine without any confinement: everyone who may deploy could read"
                        + " and change every file on it";
        if (!allowsRoot) {
            throw new IllegalStateException(
                    risk + ". Start the server as an ordinary user, or install bubblewrap (bwrap)"
                            + " and util-linux, or accept the risk with webendpoints.sandbox.unconfined-root=allow");
        }
        LOG.warnf("%s: webendpoints.sandbox.unconfined-root=allow, or dev mode on loopback, permits it", risk);
    }
}
