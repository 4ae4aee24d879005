package dev.webendpoints.image.host;

import java.nio.file.Path;

/**
 * An interpreter of this host.
 *
 * @param executable with all symbolic links and launchers resolved
 * @param prefix where its standard library is installed
 * @param version {@code 3.11.7}
 */
public record HostPython(Path executable, Path prefix, String version) {

    /** {@code 3.11} */
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
