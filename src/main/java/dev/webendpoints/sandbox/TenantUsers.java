package dev.webendpoints.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.host.CommandProbe;
import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.sandbox.StagedUser.StagingPrograms;
import dev.webendpoints.sandbox.SubordinateIds.IdMapPrograms;

/** Chooses the user that tenants' code runs as. */
public final class TenantUsers {

    private static final Logger LOG = Logger.getLogger(TenantUsers.class);

    /** Ids that systemd's conventions leave unused; the second exists even if a container maps only 65,536 ids. */
    private static final long[] UNUSED_IDS = {1_900_000_000L, 61_000};

    private TenantUsers() {}

    /**
     * Returns the server's own user, or, if that is root, another user if the host lets the server start processes as
     * one. Blocks for milliseconds.
     *
     * @param uid the id that the operator configured
     * @param subordinateIds maximum number of ids that the user has in addition to its own; 0 for none
     */
    public static TenantUser choose(Optional<Long> uid, int subordinateIds) {
        if (!serverIsRoot()) {
            return new ServerUser(false, granted(subordinateIds));
        }
        Optional<TenantUser> staged = programs()
                .flatMap(programs -> stage().flatMap(stage -> candidates(uid)
                        .mapToObj(id -> (TenantUser) new StagedUser(
                                programs,
                                stage,
                                id,
                                Optional.of(SubordinateIds.ofRoot(subordinateIds, id))
                                        .filter(ids -> ids.count() > 0)))
                        .filter(user ->
                                CommandProbe.succeeds(user.stage(List.of()).running(List.of("/bin/sh", "-c", ":"))))
                        .findFirst()));
        staged.ifPresentOrElse(
                user -> LOG.infof(
                        "Server is root; workers, zygotes and builds run as another user: uid=%d",
                        user.uid().orElseThrow()),
                () -> LOG.warn("Server is root and cannot start processes as another user: unshare, mount and setpriv"
                        + " of util-linux are needed, and the right to mount"));
        return staged.orElse(new ServerUser(true, Optional.empty()));
    }

    /** Returns whether this process is root, as seen from inside its own user namespace. */
    public static boolean serverIsRoot() {
        return uidOfServer() == 0;
    }

    private static int uidOfServer() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name")) ? 0 : -1;
        }
    }

    private static LongStream candidates(Optional<Long> uid) {
        return uid.map(LongStream::of)
                .orElseGet(() -> LongStream.concat(
                        SubordinateIds.firstOfRoot().stream().mapToLong(id -> id), LongStream.of(UNUSED_IDS)));
    }

    /** Returns the subordinate ids of the server's user, if the host has the programs that map them. */
    private static Optional<SubordinateIds> granted(int most) {
        if (most == 0) {
            return Optional.empty();
        }
        List<String> owners = List.of(System.getProperty("user.name"), Long.toString(uidOfServer()));
        return HostPrograms.findInSystem("newuidmap")
                .flatMap(
                        users -> HostPrograms.findInSystem("newgidmap").map(groups -> new IdMapPrograms(users, groups)))
                .flatMap(programs -> SubordinateIds.ofUser(owners, most, programs));
    }

    private static Optional<StagingPrograms> programs() {
        Optional<Path> unshare = HostPrograms.findInSystem("unshare");
        Optional<Path> mount = HostPrograms.findInSystem("mount");
        Optional<Path> setpriv = HostPrograms.findInSystem("setpriv");
        Optional<Path> mkdir = HostPrograms.findInSystem("mkdir");
        Optional<Path> install = HostPrograms.findInSystem("install");
        Path shell = Path.of("/bin/sh");
        return Stream.of(unshare, mount, setpriv, mkdir, install).anyMatch(Optional::isEmpty) || !Files.exists(shell)
                ? Optional.empty()
                : Optional.of(new StagingPrograms(
                        unshare.get(), mount.get(), setpriv.get(), shell, mkdir.get(), install.get()));
    }

    /** Creates an empty directory that every user can reach. It has mounts only in the processes' mount namespaces. */
    private static Optional<Path> stage() {
        return Stream.of(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        Path.of("/tmp"),
                        Path.of("/var/tmp"),
                        Path.of("/run"))
                .filter(TenantUsers::isOpenToAll)
                .findFirst()
                .flatMap(TenantUsers::makeStage);
    }

    private static Optional<Path> makeStage(Path parent) {
        try {
            Path stage = Files.createTempDirectory(parent, "web-endpoints-");
            Files.setPosixFilePermissions(stage, PosixFilePermissions.fromString("rwx--x--x"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(stage), "delete-stage"));
            return Optional.of(stage);
        } catch (IOException e) {
            LOG.warnf(e, "Cannot create a directory for the mounts of workers: parent=%s", parent);
            return Optional.empty();
        }
    }

    private static void delete(Path stage) {
        try {
            Files.deleteIfExists(stage);
        } catch (IOException e) {
            LOG.debugf(e, "Empty directory not deleted: path=%s", stage);
        }
    }

    private static boolean isOpenToAll(Path directory) {
        try {
            for (Path path = directory.toRealPath(); path != null; path = path.getParent()) {
                if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
