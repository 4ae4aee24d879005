package dev.webendpoints.image.commands;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Determines the targets of a {@code COPY} by Docker's rules for files, directories and patterns. */
public final class ContextCopy {

    private final Collection<String> context;

    /** @param context the names of all files, absolute from the context's root */
    public ContextCopy(Collection<String> context) {
        this.context = context;
    }

    /**
     * @return the target in the image of each context file that is copied, both absolute
     * @throws CommandRejected if a source is not in the context
     */
    public Map<String, String> targets(LayerStep.Copy copy) {
        Map<String, String> targets = new LinkedHashMap<>();
        boolean intoDirectory = copy.target().endsWith("/") || copy.sources().size() > 1;
        for (String source : copy.sources()) {
            Map<String, String> found = targetsOf(rooted(source), copy.target(), intoDirectory);
            if (found.isEmpty() && !rooted(source).equals("/")) {
                throw new CommandRejected(
                        "COPY names '" + source + "', which is not among the files that were sent with the image");
            }
            targets.putAll(found);
        }
        return targets;
    }

    private Map<String, String> targetsOf(String source, String target, boolean intoDirectory) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String file : context) {
            relativeTarget(source, file)
                    .ifPresent(relative ->
                            targets.put(file, place(target, relative, intoDirectory || !relative.fromFile())));
        }
        return targets;
    }

    private record Relative(String path, boolean fromFile) {}

    private static Optional<Relative> relativeTarget(String source, String file) {
        if (file.equals(source)) {
            return Optional.of(new Relative(Path.of(file).getFileName().toString(), true));
        }
        String directory = source.endsWith("/") ? source : source + "/";
        if (file.startsWith(directory)) {
            return Optional.of(new Relative(file.substring(directory.length()), false));
        }
        boolean pattern = source.contains("*") || source.contains("?");
        return pattern && matcher(source).matches(Path.of(file))
                ? Optional.of(new Relative(Path.of(file).getFileName().toString(), false))
                : Optional.empty();
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new CommandRejected("COPY names '" + pattern + "', which is no valid pattern: " + e.getDescription());
        }
    }

    private static String place(String target, Relative relative, boolean intoDirectory) {
        return intoDirectory ? Path.of(target).resolve(relative.path()).toString() : target;
    }

    private static String rooted(String source) {
        return Path.of("/").resolve(source).normalize().toString();
    }
}
