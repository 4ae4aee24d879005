package dev.webendpoints.image.commands;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the next layer inherits in addition to files and packages.
 *
 * @param variables variables of {@code ENV}; contains {@code PATH} only if the image set it
 * @param workdir null unless {@code WORKDIR} was used
 */
public record OptionValues(Map<String, String> variables, String workdir) {

    public static final OptionValues NONE = new OptionValues(Map.of(), null);

    public OptionValues {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }
}
