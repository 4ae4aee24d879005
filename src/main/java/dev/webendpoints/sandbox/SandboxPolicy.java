package dev.webendpoints.sandbox;

import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * The user that tenants' code runs as, and whether it may be root.
 *
 * @param user user of workers, zygotes and builds
 * @param allowsRoot whether tenants' code may run as root of the host
 */
public record SandboxPolicy(TenantUser user, boolean allowsRoot) {

    private static final Logger LOG = Logger.getLogger(SandboxPolicy.class);

    /** The policy of a server that is an ordinary user. */
    public static final SandboxPolicy ORDINARY = new SandboxPolicy(new ServerUser(false, Optional.empty()), false);

    /**
     * Throws if tenants' code would run as root of the host, unless the operator allows it.
     *
     * @param what what runs the code, as a plural noun for the message
     * @param confined whether bubblewrap confines the code
     * @throws IllegalStateException if the code would run as root; the message names the remedies
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
