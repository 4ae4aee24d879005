package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.util.List;

/**
 * What of this host's files a confined build sees, beside the system's programs; everything else is invisible to it.
 *
 * @param cache what uv keeps for later builds of the same tenant; whoever can write here decides what they install
 * @param temporary becomes the build's {@code /tmp}
 * @param readOnly need not exist
 * @param writable beside the cache
 */
public record BuildView(Path cache, Path temporary, List<Path> readOnly, List<Path> writable) {

    public BuildView {
        readOnly = List.copyOf(readOnly);
        writable = List.copyOf(writable);
    }
}
