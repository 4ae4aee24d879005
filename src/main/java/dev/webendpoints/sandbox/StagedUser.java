package dev.webendpoints.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A separate user for tenants' code, if the server is root.
 *
 * <p>That user has no access to the server's directories. A small script therefore runs as root in a mount namespace
 * that ends with the process. It bind-mounts what the process may see below a directory that the user may traverse, and
 * only then switches to the user and starts the command. The script calls programs of the host by their absolute paths,
 * in an environment that contains nothing from a tenant.
 *
 * @param stage an empty directory that every user may traverse
 * @param hostUid user and group id on the host
 * @param subordinateIds ids that may own files, in addition to the user's
 */
record StagedUser(StagingPrograms programs, Path stage, long hostUid, Optional<SubordinateIds> subordinateIds)
        implements TenantUser {

    /** Absolute paths of the shell and of programs of util-linux and coreutils. */
    record StagingPrograms(Path unshare, Path mount, Path setpriv, Path shell, Path mkdir, Path install) {}

    private static final String BIND = "bind";
    private static final String COPY = "copy";

    /** A name that does not exist, returned for paths that are not staged. */
    private static final String NONE = "none";

    private static final String SCRIPT = """
            set -e
            mount=$1 mkdir=$2 install=$3 stage=$4 uid=$5
            shift 5
            umask 022
            "$mount" -t tmpfs -o mode=0711,size=16m,nosuid,nodev stage "$stage"
            while [ "$1" != -- ]; do
              if [ "$1" = copy ]; then
                "$install" -o "$uid" -g "$uid" -m 400 "$2" "$3"
              else
                if [ -d "$2" ]; then "$mkdir" "$3"; else : > "$3"; fi
                "$mount" --bind "$2" "$3"
              fi
              shift 3
            done
            shift
            exec "$@"
            """;

    @Override
    public Staging stage(Collection<Path> sources) {
        return new Binds(this, sources.stream().distinct().filter(Files::exists).toList());
    }

    /** Mounts each source at its own place: a source inside another one may be below an inaccessible directory. */
    private record Binds(StagedUser user, List<Path> sources) implements Staging {

        @Override
        public Path at(Path path) {
            return sources.stream()
                    .filter(path::startsWith)
                    .max(Comparator.comparingInt(Path::getNameCount))
                    .map(source -> place(source).resolve(source.relativize(path)))
                    .orElse(user.stage().resolve(NONE));
        }

        private Path place(Path source) {
            return user.stage().resolve(Integer.toString(sources.indexOf(source)));
        }

        @Override
        public List<String> running(List<String> first, List<String> command) {
            StagingPrograms programs = user.programs();
            List<String> whole = new ArrayList<>(List.of(
                    programs.unshare().toString(),
                    "--mount",
                    "--propagation",
                    "private",
                    programs.shell().toString(),
                    "-c",
                    SCRIPT,
                    "stage",
                    programs.mount().toString(),
                    programs.mkdir().toString(),
                    programs.install().toString(),
                    user.stage().toString(),
                    Long.toString(user.hostUid())));
            for (Path source : sources) {
                whole.addAll(List.of(
                        isClosedFile(source) ? COPY : BIND,
                        source.toString(),
                        place(source).toString()));
            }
            whole.add("--");
            whole.addAll(first);
            whole.addAll(user.becoming());
            whole.addAll(command);
            return whole;
        }
    }

    private List<String> becoming() {
        String id = Long.toString(hostUid);
        return List.of(
                programs.setpriv().toString(),
                "--reuid",
                id,
                "--regid",
                id,
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs",
                "--");
    }

    /** Returns whether only root may read a file, such as a configuration with a password. The user gets a copy. */
    private static boolean isClosedFile(Path source) {
        try {
            return Files.isRegularFile(source)
                    && !Files.isExecutable(source)
                    && !Files.getPosixFilePermissions(source).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    /** Changes the children first: while root owns a directory, no other user can replace its entries. */
    @Override
    public void own(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(tree)) {
                for (Path child : children.toList()) {
                    own(child);
                }
            }
        }
        Files.setAttribute(tree, "unix:gid", Math.toIntExact(hostUid), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(tree, "unix:uid", Math.toIntExact(hostUid), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean owns(Path path) throws IOException {
        long owner = Integer.toUnsignedLong((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        return owner == hostUid
                || subordinateIds.filter(ids -> ids.hasUid(owner)).isPresent();
    }

    @Override
    public void passThrough(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @Override
    public void share(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                makeReadable(path);
            }
        }
    }

    private static void makeReadable(Path path) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        boolean changed = permissions.add(PosixFilePermission.OTHERS_READ);
        if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
            changed |= permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        if (changed) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    @Override
    public OptionalLong uid() {
        return OptionalLong.of(hostUid);
    }

    @Override
    public boolean isRoot() {
        return false;
    }
}
