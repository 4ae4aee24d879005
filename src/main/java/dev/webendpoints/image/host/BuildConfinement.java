package dev.webendpoints.image.host;

import java.util.Optional;

/**
 * What keeps the code of packages within bounds while it is built.
 *
 * @param sandbox what confines it; without, it runs as the server does
 * @param limits of each of its processes
 * @param groups limit all of them together
 */
public record BuildConfinement(Optional<BuildSandbox> sandbox, BuildLimits limits, BuildGroups groups) {}
