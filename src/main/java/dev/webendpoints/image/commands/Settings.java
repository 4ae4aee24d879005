package dev.webendpoints.image.commands;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a layer hands on to the next one beside files and packages.
 *
 * @param variables of {@code ENV}; {@code PATH} is there only if the image set it
 * @param workdir null unless {@code WORKDIR} was used
 */
public record Settings(Map<String, String> variables, String workdir) {

    public static final Settings NONE = new Settings(Map.of(), null);

    public Settings {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }
}
