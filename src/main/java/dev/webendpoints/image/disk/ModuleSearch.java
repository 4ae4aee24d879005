package dev.webendpoints.image.disk;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.webendpoints.host.FileTrees;

/** Looks for a Python module in the directories of an image, without running Python. Methods block. */
public final class ModuleSearch {

    private static final String PATH_FILE = ".pth";

    /** Files that change the import system, but add no directory. */
    private static final Set<String> HARMLESS_PATH_FILES = Set.of("distutils-precedence.pth", "_virtualenv.pth");

    private ModuleSearch() {}

    /**
     * Returns whether none of these directories has the module.
     *
     * @return false also if a file in them may add other directories to {@code sys.path}
     */
    public static boolean isMissing(String module, List<Path> directories) {
        return directories.stream().flatMap(ModuleSearch::names).noneMatch(name -> provides(name, module));
    }

    private static boolean provides(String name, String module) {
        return name.equals(module)
                || name.startsWith(module + ".")
                || (name.endsWith(PATH_FILE) && !HARMLESS_PATH_FILES.contains(name));
    }

    private static Stream<String> names(Path directory) {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                ? FileTrees.childrenOf(directory).stream()
                        .map(child -> child.getFileName().toString())
                : Stream.empty();
    }
}
