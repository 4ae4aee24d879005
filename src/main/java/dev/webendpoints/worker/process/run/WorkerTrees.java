package dev.webendpoints.worker.process.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.webendpoints.host.SecureTrees;

/**
 * Deletes directories that workers have written to. With a range of ids, a worker may have changed owners of files and
 * closed directories to other users; a server that is not root accesses them in a user namespace like the worker's.
 */
public final class WorkerTrees {

    private WorkerTrees() {}

    /**
     * Like {@link SecureTrees#delete}, including files whose owner the worker changed. Blocks.
     *
     * @param asOwner command prefix that gives access to all files of workers; empty if the server has it
     */
    public static void delete(Path tree, List<String> asOwner) throws IOException {
        try {
            SecureTrees.delete(tree);
        } catch (IOException e) {
            if (asOwner.isEmpty() || !isRemoved(tree, asOwner)) {
                throw e;
            }
        }
    }

    /** Deletes a tree with rm(1), which does not follow links either. */
    private static boolean isRemoved(Path tree, List<String> asOwner) throws IOException {
        List<String> command = new ArrayList<>(asOwner);
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
