package dev.webendpoints.image.commands;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code apt-get} commands of images: the packages must already be installed on the host. */
final class AptCommands {

    private static final Set<String> PROGRAMS = Set.of("apt-get", "apt", "/usr/bin/apt-get", "/usr/bin/apt");
    private static final Set<String> WITHOUT_EFFECT = Set.of("update", "clean", "autoclean", "autoremove");

    private AptCommands() {}

    /** @return the step, or empty if it is not an apt command */
    static Optional<LayerStep> read(List<String> command) {
        if (command.equals(List.of("rm", "-rf", "/var/lib/apt/lists/*"))) {
            return Optional.of(new LayerStep.Note("nothing to clean up"));
        }
        if (!PROGRAMS.contains(command.get(0))) {
            return Optional.empty();
        }
        List<String> words =
                command.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (WITHOUT_EFFECT.contains(words.get(0))) {
            return Optional.of(new LayerStep.Note("apt-get " + words.get(0) + " does nothing here"));
        }
        return words.get(0).equals("install")
                ? Optional.of(new LayerStep.AptPackages(words.stream()
                        .skip(1)
                        .map(word -> word.split("=", 2)[0])
                        .toList()))
                : Optional.empty();
    }
}
