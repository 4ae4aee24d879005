package dev.webendpoints.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The user of the host that tenants' code runs as. The server's own, where that is an ordinary one: in its user namespace
 * the code is root, to the host it is that user. A server that is root gives the code another user, which can access only
 * the files that it owns and the paths that are staged for it.
 */
public sealed interface TenantUser permits ServerUser, StagedUser {

    /**
     * What a process of this user shall find of the server's directories.
     *
     * @param sources absolute paths of files and directories, none of them below anything that a tenant may write to.
     *     Those that do not exist are left out
     */
    Staging stage(Collection<Path> sources);

    /** How to start a process as this user. */
    interface Staging {

        /** Where the process finds one of the sources, or what is below it. */
        Path at(Path path);

        /** The command that runs {@code command} as this user. */
        default List<String> running(List<String> command) {
            return running(List.of(), command);
        }

        /** The same by way of a program of the server's, run as the server's user, which runs what follows its arguments. */
        List<String> running(List<String> first, List<String> command);
    }

    /**
     * Makes a tree this user's own, without following links. Nobody else may write to it meanwhile. Blocks.
     *
     * @throws IOException when it cannot be given away
     */
    void own(Path tree) throws IOException;

    /** Whether a file or directory is this user's own, or one of its subordinate ids', so that {@link #own} need not be repeated. Blocks. */
    boolean owns(Path path) throws IOException;

    /** Lets this user pass through a directory to what it may reach below. Blocks. */
    void passThrough(Path directory) throws IOException;

    /** Makes a tree readable for this user. Blocks. */
    void share(Path tree) throws IOException;

    /** Its user and group id on the host, where they are others than the server's. */
    OptionalLong uid();

    /** The ids that its processes may have beside its own, where the host has such. */
    Optional<SubordinateIds> subordinateIds();

    /** Whether what runs as this user is root to the host. */
    boolean isRoot();
}
