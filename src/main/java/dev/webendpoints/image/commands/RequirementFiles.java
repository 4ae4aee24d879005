package dev.webendpoints.image.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects requirements files of an image that name files of the host where builds are not confined: an installer reads
 * any file that they name, and quotes it in its error messages.
 */
public final class RequirementFiles {

    private static final Pattern OPTION = Pattern.compile(
            "(?:-r|-c|-e|-f|--requirements?|--constraints?|--editable|--find-links)\\s*[=\\s]?\\s*(\\S.*)");
    private static final Pattern NESTED = Pattern.compile("(?:-r|-c|--requirements?|--constraints?)\\b.*");
    private static final Pattern FILE_URL = Pattern.compile("(?i)(?:^|[\\s@=+])file:");

    private final List<Path> roots;
    private final Set<Path> seen = new HashSet<>();

    /** @param roots directories with the image's own files */
    public RequirementFiles(List<Path> roots) {
        this.roots = roots;
    }

    /** @throws CommandRejected for a line that names something outside the image */
    public void requireOwn(Path file) throws IOException {
        if (!seen.add(file) || !Files.isRegularFile(file)) {
            return;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replaceAll("\\\\\\r?\\n", " ");
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.startsWith("#")) {
                requireOwn(file, line.replaceFirst("\\s+#.*", ""));
            }
        }
    }

    /** @throws CommandRejected for a file URL */
    public static void requireNoFileUrl(String requirement) {
        if (FILE_URL.matcher(requirement).find()) {
            throw foreign(requirement);
        }
    }

    private void requireOwn(Path file, String line) throws IOException {
        requireNoFileUrl(line);
        Matcher option = OPTION.matcher(line);
        String name = (option.matches() ? option.group(1) : line).replaceAll("^['\"]|['\"]$", "");
        boolean isPath = option.matches() || name.startsWith("/") || name.startsWith(".") || name.contains("../");
        if (!isPath || name.contains("://")) {
            return;
        }
        Path target = file.resolveSibling(name.split("\\s", 2)[0]).normalize();
        if (roots.stream().noneMatch(target::startsWith)) {
            throw foreign(line);
        }
        if (NESTED.matcher(line).matches()) {
            requireOwn(target);
        }
    }

    private static CommandRejected foreign(String line) {
        return new CommandRejected(
                "the requirement '" + line + "' names a file outside the image, which a build may not read");
    }
}
