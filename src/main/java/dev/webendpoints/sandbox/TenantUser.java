package dev.webendpoints.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The host user that tenants' code runs as. If the server is an ordinary user, it is the server's own: the code is root
 * in its user namespace and that user on the host. A server that is root runs the code as another user, which can
 * access only the files that it owns and the paths that are staged for it.
 */
public sealed interface TenantUser permits ServerUser, StagedUser {

    /**
     * Makes paths of the server's directories accessible to a process of this user.
     *
     * @param sources absolute paths of files and directories, none of them below a directory that a tenant may write
     *     to. Paths that do not exist are ignored
     */
    Staging stage(Collection<Path> sources);

    /** Paths and commands for starting a process as this user. */
    interface Staging {

        /** Returns the path at which the process sees one of the sources, or a path below it. */
        Path at(Path path);

        /** Returns the command that runs {@code command} as this user. */
        default List<String> running(List<String> command) {
            return running(List.of(), command);
        }

        /** Like {@link #running(List)}, but {@code first}, run as the server's user, starts the rest of the command. */
        List<String> running(List<String> first, List<String> command);
    }

    /**
     * Makes this user the owner of a tree, without following links. No other user may write to it meanwhile. Blocks.
     *
     * @throws IOException if the owner cannot be changed
     */
    void own(Path tree) throws IOException;

    /** Returns whether this user or a subordinate id owns a path, so that {@link #own} is not needed again. Blocks. */
    boolean owns(Path path) throws IOException;

    /** Lets this user traverse a directory to reach paths below it. Blocks. */
    void passThrough(Path directory) throws IOException;

    /** Makes a tree readable by this user. Blocks. */
    void share(Path tree) throws IOException;

    /** Returns the user and group id on the host, if they differ from the server's. */
    OptionalLong uid();

    /** Returns the ids that the user's processes may have in addition to its own, if the host has any. */
    Optional<SubordinateIds> subordinateIds();

    /** Returns whether processes of this user are root on the host. */
    boolean isRoot();
}
