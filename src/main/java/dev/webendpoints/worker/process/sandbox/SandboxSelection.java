package dev.webendpoints.worker.process.sandbox;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.sandbox.UserNamespaces;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.WorkersConfig.SandboxMode;

/** Selects the confinement of workers that works on this machine, and logs it. */
public final class SandboxSelection {

    private static final Logger LOG = Logger.getLogger(SandboxSelection.class);

    private SandboxSelection() {}

    /**
     * Tests and selects the confinement. Blocks, usually for milliseconds.
     *
     * @param python finds an interpreter of the host that no tenant can write to; may block
     * @throws IllegalStateException if confinement is required but not available, or if workers would be root of the
     *     machine against the policy
     */
    public static Sandbox select(
            Path data, WorkersConfig config, SandboxPolicy policy, Supplier<Optional<Path>> python) {
        SandboxMode mode = config.sandbox();
        Optional<Bubblewrap> bubblewrap = mode == SandboxMode.OFF
                ? Optional.empty()
                : bubblewrap(data, policy.user(), config.maxProcesses(), python);
        if (bubblewrap.isPresent()) {
            policy.requireNotRoot("workers", true);
            LOG.info("Workers are confined by bubblewrap: they see their own files and the system's, nothing else");
            report(bubblewrap.get());
            return bubblewrap.get();
        }
        if (mode == SandboxMode.REQUIRED) {
            throw new IllegalStateException(
                    "webendpoints.workers.sandbox is 'required', and bubblewrap (bwrap) is not on "
                            + "PATH or may not make user namespaces; install it, or set 'auto' or 'off'");
        }
        policy.requireNotRoot("workers", false);
        LOG.warn("Workers are not confined: bubblewrap (bwrap) is off, not on PATH, or may not make user namespaces. "
                + "They run as the server's user and can read its files, and only what lies under /root and /pkg is "
                + "where the client put it");
        return new UnconfinedSandbox(HostPrograms.find("setsid"));
    }

    /** Returns bubblewrap if it works here, with a range of ids if that works too. */
    static Optional<Bubblewrap> bubblewrap(
            Path data, TenantUser user, int maxProcesses, Supplier<Optional<Path>> python) {
        Optional<Path> setsid = HostPrograms.find("setsid");
        return HostPrograms.find("bwrap")
                .flatMap(bwrap -> Stream.concat(range(user, python), Stream.of(WorkerUserIds.ONE))
                        .map(ids -> new Bubblewrap(bwrap, setsid, data, user, ids, maxProcesses))
                        .filter(Bubblewrap::works)
                        .findFirst());
    }

    private static Stream<WorkerUserIds> range(TenantUser user, Supplier<Optional<Path>> python) {
        return user
                .subordinateIds()
                .flatMap(ids -> python.get().map(each -> new UserNamespaces(each, user, ids)))
                .map(namespaces -> new WorkerUserIds(Optional.of(namespaces)))
                .stream();
    }

    private static void report(Bubblewrap bubblewrap) {
        bubblewrap
                .ids()
                .range()
                .ifPresentOrElse(
                        range -> LOG.infof(
                                "workers have a range of user ids: count=%d firstUid=%d firstGid=%d",
                                range.size(),
                                range.ids().firstUid(),
                                range.ids().firstGid()),
                        () -> LOG.warnf(
                                "Workers have one user id, and programs that change users or owners of files fail: reason=%s",
                                reason(bubblewrap.user())));
    }

    private static String reason(TenantUser user) {
        return user.subordinateIds().isPresent()
                ? "they cannot be mapped here; it takes Python and a bubblewrap (0.5 or newer) without set-user-id"
                : "webendpoints.sandbox.subordinate-ids is 0, or the server's user has none in /etc/subuid and"
                        + " /etc/subgid, or newuidmap and newgidmap (package uidmap) are missing";
    }
}
