package dev.webendpoints.sandbox;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The server's own user: tenants' code may read what the server may read, as far as the sandbox shows it. */
record ServerUser(boolean isRoot, Optional<SubordinateIds> subordinateIds) implements TenantUser {

    private static final Staging IN_PLACE = new Staging() {

        @Override
        public Path at(Path path) {
            return path;
        }

        @Override
        public List<String> running(List<String> first, List<String> command) {
            return Stream.concat(first.stream(), command.stream()).toList();
        }
    };

    @Override
    public Staging stage(Collection<Path> sources) {
        return IN_PLACE;
    }

    @Override
    public void own(Path tree) {}

    @Override
    public boolean owns(Path path) {
        return true;
    }

    @Override
    public void passThrough(Path directory) {}

    @Override
    public void share(Path tree) {}

    @Override
    public OptionalLong uid() {
        return OptionalLong.empty();
    }
}
