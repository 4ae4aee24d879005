package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.image.ImagesConfig.SandboxMode;
import dev.webendpoints.image.disk.BuildDisk;
import dev.webendpoints.image.disk.InstallerCaches;
import dev.webendpoints.image.host.BuildConfinement;
import dev.webendpoints.image.host.BuildGroups;
import dev.webendpoints.image.host.BuildLimits;
import dev.webendpoints.image.host.BuildSandbox;
import dev.webendpoints.image.host.BuildView;
import dev.webendpoints.image.host.DebianPackages;
import dev.webendpoints.image.host.DirectoryClones;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.image.host.ProgramRunner;
import dev.webendpoints.image.host.Uv;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.sandbox.TenantUser;
import io.quarkus.runtime.StartupEvent;

/** The programs and resources of this host that a build uses. */
@ApplicationScoped
class BuildTools {

    private static final Logger LOG = Logger.getLogger(BuildTools.class);
    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(1);

    private final Uv uv;
    private final InstallerCaches caches;
    private final HostPythons pythons;
    private final DebianPackages debian;
    private final ProgramRunner programs;
    private final TenantUser user;
    private final BuildConfinement confinement;
    private final BuildDisk disk;

    BuildTools(
            Uv uv,
            InstallerCaches caches,
            HostPythons pythons,
            DebianPackages debian,
            ProgramRunner programs,
            ImagesConfig config,
            SandboxPolicy policy,
            Cgroups cgroups,
            @ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        this.user = policy.user();
        this.uv = uv;
        this.caches = caches;
        this.pythons = pythons;
        this.debian = debian;
        this.programs = programs;
        this.disk = new BuildDisk(
                config.maxLayerSize().asLongValue(),
                config.maxLayerFiles(),
                config.minFreeDisk().asLongValue());
        this.confinement = new BuildConfinement(
                sandbox(config.sandbox(), dataDir.toAbsolutePath().normalize()),
                new BuildLimits(
                        config.maxProcessMemory().asLongValue(),
                        config.maxLayerSize().asLongValue(),
                        config.maxProcesses()),
                new BuildGroups(cgroups, config.maxBuildMemory().asLongValue(), config.buildCpus()));
        policy.requireNotRoot("image builds", confinesBuilds());
    }

    private Optional<BuildSandbox> sandbox(SandboxMode mode, Path dataDir) {
        Optional<BuildSandbox> sandbox = mode == SandboxMode.OFF ? Optional.empty() : BuildSandbox.find(dataDir, user);
        if (sandbox.isEmpty() && mode == SandboxMode.REQUIRED) {
            throw new IllegalStateException(
                    "webendpoints.images.sandbox is 'required', and bubblewrap (bwrap) is not on"
                            + " PATH or may not make user namespaces; install it, or set 'auto' or 'off'");
        }
        return sandbox;
    }

    /** Logs at startup how builds are limited and confined. */
    void announce(@Observes StartupEvent event) {
        if (!BuildLimits.arePossible()) {
            LOG.warn("Image builds have no memory, process and file size limits: prlimit (util-linux) is not on PATH");
        }
        if (confinesBuilds()) {
            LOG.info("Image builds are confined by bubblewrap: they see only their own layer and the system");
        } else {
            LOG.warn("Image builds are not confined: bubblewrap (bwrap) is off, not on PATH, or may not create user"
                    + " namespaces. Code that packages run during a build runs as the server's user and can read its"
                    + " files");
        }
    }

    boolean confinesBuilds() {
        return confinement.sandbox().isPresent();
    }

    /**
     * Runs uv on a layer, where it may run the code of packages.
     *
     * @param layer the directory whose size is limited
     * @param objection a returned message stops the program
     */
    void build(
            List<String> arguments,
            BuildView view,
            Map<String, String> variables,
            Duration limit,
            Path layer,
            Supplier<Optional<String>> objection,
            Consumer<String> onLine) {
        Supplier<Optional<String>> either = () -> objection.get().or(() -> disk.objectionTo(layer));
        uv.runBuild(confinement, layer, arguments, view, variables, limit, either, onLine);
    }

    /** Ends builds of these layers that a previous server left behind. Blocks. */
    void sweep(Stream<Path> layers) {
        confinement.groups().sweep(layers);
    }

    /** Copies a part of a layer, for another layer to modify. */
    void copy(Path from, Path to, Duration limit) throws IOException {
        DirectoryClones.clone(programs, from, to, limit);
    }

    BuildDisk disk() {
        return disk;
    }

    InstallerCaches caches() {
        return caches;
    }

    Uv uv() {
        return uv;
    }

    /** Returns the user that workers read built files as. */
    TenantUser user() {
        return user;
    }

    HostPythons pythons() {
        return pythons;
    }

    DebianPackages debian() {
        return debian;
    }

    /**
     * Compiles Python sources ahead of time, for workers that have no write access to them.
     *
     * @param target the final path of the directory, for tracebacks
     */
    void compile(String pythonMinor, Path directory, Path target) {
        String python = pythons.ofMinor(pythonMinor).executable().toString();
        programs.output(
                List.of(
                        python,
                        "-I",
                        "-m",
                        "compileall",
                        "-q",
                        "-s",
                        directory.toString(),
                        "-p",
                        target.toString(),
                        directory.toString()),
                COMPILE_LIMIT);
    }
}
