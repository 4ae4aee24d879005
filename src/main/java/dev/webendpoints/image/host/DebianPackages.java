package dev.webendpoints.image.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

/** The packages that {@code dpkg} reports as installed on this host. On a host without dpkg, none are. */
@ApplicationScoped
public class DebianPackages {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ProgramRunner programs;

    DebianPackages(ProgramRunner programs) {
        this.programs = programs;
    }

    /** @return those of the packages that the host does not have */
    public List<String> missing(List<String> names) {
        List<String> missing = new ArrayList<>(names);
        missing.removeIf(this::isInstalled);
        return missing;
    }

    private boolean isInstalled(String name) {
        try {
            return programs.output(List.of("dpkg-query", "-W", "-f=${db:Status-Status}\n", "--", name), LIMIT)
                    .lines()
                    .anyMatch("installed"::equals);
        } catch (ProgramFailed e) {
            return false;
        }
    }
}
