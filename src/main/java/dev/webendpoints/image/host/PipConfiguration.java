package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the package index settings of pip's configuration files as pip's variables. uv does not read these files.
 * (pip's documentation, "Configuration".)
 */
final class PipConfiguration {

    private static final Set<String> KEYS =
            Set.of("index-url", "extra-index-url", "find-links", "trusted-host", "cert", "timeout");
    private static final Set<String> SECTIONS = Set.of("[global]", "[install]");

    private PipConfiguration() {}

    /** @param environment determines the location of the files: HOME, XDG_CONFIG_HOME, PIP_CONFIG_FILE */
    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        files(environment).filter(Files::isReadable).forEach(file -> read(file, variables));
        return variables;
    }

    /** Later files take precedence. */
    private static Stream<Path> files(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        String config = environment.getOrDefault(
                "XDG_CONFIG_HOME", home.resolve(".config").toString());
        Stream<Path> usual =
                Stream.of(Path.of("/etc/pip.conf"), home.resolve(".pip/pip.conf"), Path.of(config, "pip", "pip.conf"));
        String own = environment.get("PIP_CONFIG_FILE");
        return own == null ? usual : Stream.concat(usual, Stream.of(Path.of(own)));
    }

    private static void read(Path file, Map<String, String> variables) {
        boolean inSection = false;
        String variable = null;
        for (String line : lines(file)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.startsWith("[")) {
                inSection = SECTIONS.contains(text.toLowerCase(Locale.ROOT));
                variable = null;
            } else if (Character.isWhitespace(line.charAt(0)) && variable != null) {
                variables.merge(variable, text, (first, more) -> (first + " " + more).strip());
            } else {
                variable = inSection ? set(text, variables) : null;
            }
        }
    }

    private static String set(String assignment, Map<String, String> variables) {
        String[] parts = assignment.split("[=:]", 2);
        String key = parts[0].strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (parts.length < 2 || !KEYS.contains(key)) {
            return null;
        }
        String variable = key.equals("timeout")
                ? "PIP_DEFAULT_TIMEOUT"
                : "PIP_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
        variables.put(variable, parts[1].strip());
        return variable;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return List.of();
        }
    }
}
