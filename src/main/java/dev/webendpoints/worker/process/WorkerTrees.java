package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.webendpoints.sandbox.SecureTrees;

/**
 * Directories that workers have written to. With a range of ids a worker may have given files to users that the server is
 * not, and closed directories to all others; a server that is not root gets at them in a user namespace like the worker's.
 */
final class WorkerTrees {

    private WorkerTrees() {}

    /** As {@link SecureTrees#delete}, with what the worker gave away. Blocks. */
    static void delete(Path tree, Sandbox sandbox) throws IOException {
        try {
            SecureTrees.delete(tree);
        } catch (IOException e) {
            List<String> prefix = sandbox.asOwner();
            if (prefix.isEmpty() || !isRemoved(tree, prefix)) {
                throw e;
            }
        }
    }

    /** By rm(1), which follows no links either. */
    private static boolean isRemoved(Path tree, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("rm", "-rf", "--", tree.toString()));
        Process remove = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            remove.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !Files.exists(tree, LinkOption.NOFOLLOW_LINKS);
    }
}
