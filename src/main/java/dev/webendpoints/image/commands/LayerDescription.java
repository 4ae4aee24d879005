package dev.webendpoints.image.commands;

import java.nio.file.Path;
import java.util.Map;

/**
 * A finished layer, as described in its directory.
 *
 * @param venv content hash of the layer that has the virtual environment
 * @param rootfs content hash of the layer that has the files; null if there are none
 * @param python version of the interpreter, {@code 3.11.7}
 * @param pythonPrefix the directory of the interpreter's standard library
 * @param variables variables set by the image
 * @param workdir null unless the image sets one
 */
public record LayerDescription(
        String venv, String rootfs, String python, Path pythonPrefix, Map<String, String> variables, String workdir) {

    /** Returns {@code 3.11}. */
    public String pythonMinor() {
        return python.substring(0, python.lastIndexOf('.'));
    }
}
