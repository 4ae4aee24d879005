package dev.webendpoints.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A range of user ids, and one of group ids, of this host that no account has and that tenants' code may use beside its
 * user's.
 *
 * @param count of each
 * @param programs that map them, where the server is not root
 */
public record SubordinateIds(long firstUid, long firstGid, int count, Optional<IdMapPrograms> programs) {

    /** {@code newuidmap} and {@code newgidmap}, which map the ids that {@code /etc/subuid} and {@code /etc/subgid} grant. */
    record IdMapPrograms(Path users, Path groups) {}

    /** Where systemd's list of conventions leaves ids unused, behind the one that tenants' code itself may have. */
    private static final Entry UNUSED = new Entry(1_900_000_001, 65_536);

    private static final List<String> ROOT = List.of("root", "0");
    private static final Path USERS = Path.of("/etc/subuid");
    private static final Path GROUPS = Path.of("/etc/subgid");

    /** One line of such a file, as {@code root:100000:65536} (subuid(5)). */
    private record Entry(long first, long count) {

        private static Optional<Entry> parse(String line, List<String> owners) {
            String[] fields = line.split(":");
            try {
                return fields.length == 3 && owners.contains(fields[0])
                        ? Optional.of(new Entry(Long.parseLong(fields[1]), Long.parseLong(fields[2])))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        /** Without this id and those before it, where it is one of them. */
        private Entry behind(long id) {
            return id >= first && id < first + count ? new Entry(id + 1, first + count - id - 1) : this;
        }
    }

    /**
     * Root's, or ids that no account has. Blocks.
     *
     * @param most of each
     * @param used the id of tenants' code itself, which is not among them
     */
    static SubordinateIds ofRoot(int most, long used) {
        return granted(ROOT, most, used, Optional.empty()).orElseGet(() -> {
            Entry unused = UNUSED.behind(used);
            return new SubordinateIds(
                    unused.first(), unused.first(), (int) Math.min(most, unused.count()), Optional.empty());
        });
    }

    /**
     * Those that an ordinary user was granted. Blocks.
     *
     * @param owners the user's name, and its id
     */
    static Optional<SubordinateIds> ofUser(List<String> owners, int most, IdMapPrograms programs) {
        return granted(owners, most, -1, Optional.of(programs));
    }

    private static Optional<SubordinateIds> granted(
            List<String> owners, int most, long used, Optional<IdMapPrograms> programs) {
        return firstOf(USERS, owners)
                .map(entry -> entry.behind(used))
                .flatMap(users -> firstOf(GROUPS, owners)
                        .map(entry -> entry.behind(used))
                        .map(groups -> new SubordinateIds(
                                users.first(),
                                groups.first(),
                                (int) Math.min(most, Math.min(users.count(), groups.count())),
                                programs)))
                .filter(ids -> ids.count() > 0);
    }

    /** The first of root's. Blocks. */
    static Optional<Long> firstOfRoot() {
        return firstOf(USERS, ROOT).map(Entry::first).filter(id -> id > 0);
    }

    private static Optional<Entry> firstOf(Path file, List<String> owners) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.flatMap(line -> Entry.parse(line, owners).stream()).findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Whether a user id is one of them. */
    boolean hasUid(long uid) {
        return uid >= firstUid && uid < firstUid + count;
    }
}
