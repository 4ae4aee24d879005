package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.Map;

/**
 * A finished layer, as it is described in its directory.
 *
 * @param venv the content hash of the layer that has the virtual environment
 * @param rootfs the content hash of the layer that has the files; null without any
 * @param python version of the interpreter, {@code 3.11.7}
 * @param pythonPrefix where the interpreter's standard library is
 * @param variables set by the image
 * @param workdir null unless the image sets one
 */
record Environment(
        String venv, String rootfs, String python, Path pythonPrefix, Map<String, String> variables, String workdir) {

    /** {@code 3.11} */
    String pythonMinor() {
        return python.substring(0, python.lastIndexOf('.'));
    }
}
