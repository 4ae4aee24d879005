package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.host.HostPrograms;

/**
 * The Python interpreters of this host: {@code python3} and {@code python3.x} on PATH, and those installed by pyenv and
 * uv. Searched again whenever one is missing, so that one installed later is found without a restart.
 */
@ApplicationScoped
public class HostPythons {

    /** The oldest minor version that any supported version of Modal's client runs on. */
    private static final int OLDEST_MINOR = 9;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern NAME = Pattern.compile("python3(\\.\\d+)?");
    private static final Pattern ANSWER = Pattern.compile("(3\\.\\d+\\.\\d+)\\n(.+)\\n(.+)", Pattern.DOTALL);
    private static final String QUESTION = "import os, sys; print('%d.%d.%d' % sys.version_info[:3]);"
            + " print(os.path.realpath(sys.executable)); print(os.path.realpath(sys.base_prefix))";

    private final ProgramRunner programs;
    private final Map<Path, Optional<HostPython>> asked = new ConcurrentHashMap<>();

    HostPythons(ProgramRunner programs) {
        this.programs = programs;
    }

    /**
     * Returns the newest patch version of a minor version.
     *
     * @param minor {@code 3.11}
     * @throws ProgramFailed naming the versions that the host has
     */
    public HostPython ofMinor(String minor) {
        return find(minor).orElseGet(() -> {
            asked.values().removeIf(Optional::isEmpty);
            return find(minor)
                    .orElseThrow(() -> new ProgramFailed("the image needs Python " + minor
                            + ", which this server's host does not have; it has " + names()
                            + ". Install it there, or choose another with python_version."));
        });
    }

    /** Returns all interpreters that Modal's client can run on, newest first. */
    public List<HostPython> all() {
        return candidates()
                .map(path -> asked.computeIfAbsent(path, this::ask))
                .flatMap(Optional::stream)
                .distinct()
                .filter(python -> python.minorNumber() >= OLDEST_MINOR)
                .sorted(Comparator.comparingInt(HostPython::minorNumber)
                        .thenComparingInt(HostPython::patchNumber)
                        .reversed())
                .toList();
    }

    private Optional<HostPython> find(String minor) {
        return all().stream().filter(python -> python.minor().equals(minor)).findFirst();
    }

    private String names() {
        List<String> minors = all().stream().map(HostPython::minor).distinct().toList();
        return minors.isEmpty() ? "none" : String.join(", ", minors);
    }

    private Optional<HostPython> ask(Path path) {
        try {
            Matcher answer = ANSWER.matcher(programs.output(List.of(path.toString(), "-I", "-c", QUESTION), LIMIT));
            return answer.matches()
                    ? Optional.of(new HostPython(Path.of(answer.group(2)), Path.of(answer.group(3)), answer.group(1)))
                    : Optional.empty();
        } catch (ProgramFailed e) {
            return Optional.empty();
        }
    }

    private static Stream<Path> candidates() {
        Path home = Path.of(System.getProperty("user.home"));
        Stream<Path> usual =
                Stream.of("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin").map(Path::of);
        Stream<Path> pyenv = children(home.resolve(".pyenv/versions")).map(version -> version.resolve("bin"));
        Stream<Path> uv = children(home.resolve(".local/share/uv/python")).map(version -> version.resolve("bin"));
        return Stream.of(HostPrograms.directories(), usual, pyenv, uv)
                .flatMap(directories -> directories)
                .flatMap(HostPythons::interpretersIn)
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .stream();
    }

    private static Stream<Path> interpretersIn(Path directory) {
        return children(directory)
                .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                .filter(Files::isExecutable);
    }

    private static Stream<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
