package dev.webendpoints.image.host;

import java.nio.file.Path;

/**
 * A Python interpreter of this host.
 *
 * @param executable the path with all symbolic links and launchers resolved
 * @param prefix the directory of its standard library
 * @param version {@code 3.11.7}
 */
public record HostPython(Path executable, Path prefix, String version) {

    /** Returns {@code 3.11}. */
    public String minor() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    public int minorNumber() {
        return Integer.parseInt(version.split("\\.")[1]);
    }

    int patchNumber() {
        return Integer.parseInt(version.split("\\.")[2]);
    }
}
