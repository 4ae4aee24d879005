package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the steps of a layer require that only the host could provide, in the words of the methods of
 * {@code modal.Image} that ask for it.
 */
public final class HostRequirements {

    private static final Pattern POETRY = Pattern.compile("RUN (cd /tmp/poetry|poetry (config|install)\\b.*)");
    private static final String RUN = "RUN ";

    private HostRequirements() {}

    /**
     * Returns one sentence without a full stop for each unmet requirement.
     *
     * @param missing returns those of the Debian packages that the host lacks
     */
    public static List<String> unmet(List<LayerStep> steps, UnaryOperator<List<String>> missing) {
        Set<String> unmet = new LinkedHashSet<>();
        List<String> packages = new ArrayList<>();
        for (LayerStep step : steps) {
            if (step instanceof LayerStep.AptPackages apt) {
                packages.addAll(missing.apply(apt.names()));
            } else if (step instanceof LayerStep.HostCommand command) {
                unmet.add(sentence(command));
            }
        }
        List<String> sentences = new ArrayList<>(unmet);
        if (!packages.isEmpty()) {
            sentences.add(0, sentence(packages));
        }
        return sentences;
    }

    private static String sentence(List<String> packages) {
        String arguments = packages.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return "apt_install(" + arguments
                + ") cannot be done: this server changes nothing on its host, which lacks what"
                + " the image needs (apt-get install " + String.join(" ", packages) + " there provides it)";
    }

    private static String sentence(LayerStep.HostCommand command) {
        String text = command.text();
        if (POETRY.matcher(text).matches()) {
            return "poetry_install_from_file() cannot be done: no commands are run on the host; uv_sync() and"
                    + " pip_install_from_requirements() need none";
        }
        if (text.startsWith("RUN micromamba ")) {
            return "micromamba_install() cannot be done: no commands are run on the host";
        }
        return text.startsWith(RUN)
                ? "the command '" + text.substring(RUN.length()) + "' cannot be run: " + command.reason()
                : "'" + text + "' cannot be done: " + command.reason();
    }
}
