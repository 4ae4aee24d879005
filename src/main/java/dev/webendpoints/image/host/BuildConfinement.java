package dev.webendpoints.image.host;

import java.util.Optional;

/**
 * The confinement of packages' code during a build.
 *
 * @param sandbox the sandbox; if empty, the code runs with the server's access
 * @param limits limits of each process
 * @param groups limits of all processes of a build together
 */
public record BuildConfinement(Optional<BuildSandbox> sandbox, BuildLimits limits, BuildGroups groups) {}
