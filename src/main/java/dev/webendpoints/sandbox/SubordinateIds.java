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
 * A range of user ids and a range of group ids of this host that no account has. Tenants' code may use them in addition
 * to its user's.
 *
 * @param count number of ids in each range
 * @param programs programs that map the ids, if the server is not root
 */
public record SubordinateIds(long firstUid, long firstGid, int count, Optional<IdMapPrograms> programs) {

    /**
     * {@code newuidmap} and {@code newgidmap}, which map the ids that {@code /etc/subuid} and {@code /etc/subgid}
     * grant.
     */
    record IdMapPrograms(Path users, Path groups) {}

    /** Ids that systemd's conventions leave unused, after the one that tenants' code itself may run as. */
    private static final Entry UNUSED = new Entry(1_900_000_001, 65_536);

    private static final List<String> ROOT = List.of("root", "0");
    private static final Path USERS = Path.of("/etc/subuid");
    private static final Path GROUPS = Path.of("/etc/subgid");

    /** One line of such a file, for example {@code root:100000:65536} (subuid(5)). */
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

        /** Returns the ids after {@code id} if the range contains it, else the whole range. */
        private Entry behind(long id) {
            return id >= first && id < first + count ? new Entry(id + 1, first + count - id - 1) : this;
        }
    }

    /**
     * Returns the subordinate ids of root, or ids that no account has. Blocks.
     *
     * @param most maximum number of ids in each range
     * @param used the id that tenants' code runs as, which is excluded
     */
    static SubordinateIds ofRoot(int most, long used) {
        return granted(ROOT, most, used, Optional.empty()).orElseGet(() -> {
            Entry unused = UNUSED.behind(used);
            return new SubordinateIds(
                    unused.first(), unused.first(), (int) Math.min(most, unused.count()), Optional.empty());
        });
    }

    /**
     * Returns the subordinate ids of an ordinary user. Blocks.
     *
     * @param owners the user's name and its id
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

    /** Returns the first subordinate id of root. Blocks. */
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

    /** Returns whether the range of user ids contains an id. */
    boolean hasUid(long uid) {
        return uid >= firstUid && uid < firstUid + count;
    }
}
