package dev.webendpoints.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.host.DebianPackages;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.image.host.Programs;
import dev.webendpoints.image.host.Uv;

/** What of this host a build works with. */
@ApplicationScoped
class Tools {

    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(1);

    private final Uv uv;
    private final HostPythons pythons;
    private final DebianPackages debian;
    private final Programs programs;

    Tools(Uv uv, HostPythons pythons, DebianPackages debian, Programs programs) {
        this.uv = uv;
        this.pythons = pythons;
        this.debian = debian;
        this.programs = programs;
    }

    Uv uv() {
        return uv;
    }

    HostPythons pythons() {
        return pythons;
    }

    DebianPackages debian() {
        return debian;
    }

    /**
     * Compiles Python sources ahead of time, for workers that may not write where they are.
     *
     * @param target where the directory will be when it is used, for tracebacks to say so
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
