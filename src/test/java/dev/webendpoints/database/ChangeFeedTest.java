package dev.webendpoints.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the feeds of two servers deliver. They look at the counts hourly, unless a test says otherwise. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ChangeFeedTest {

    private static final String COUNT = "update route_revision set number = number + 1";

    private static final String KILL = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()"
            + " and (query like 'listen%' or query like '%change_revision%')";

    @Inject
    FeedsOfOtherServers servers;

    private ChangeFeed one;
    private ChangeFeed other;
    private List<ChangeSet> atOne;
    private List<ChangeSet> atOther;

    @BeforeEach
    void twoServers() {
        one = servers.listening();
        other = servers.listening();
        atOne = FeedsOfOtherServers.recorded(one, ChangeTopic.ROUTES);
        atOther = FeedsOfOtherServers.recorded(other, ChangeTopic.ROUTES);
    }

    @AfterEach
    void stop() {
        one.stop();
        other.stop();
    }

    @Test
    void eachServerLearnsWhatHasChanged() {
        change("'ap-1'");

        awaitAt(atOne, ChangeSet.of("ap-1")::equals);
        awaitAt(atOther, ChangeSet.of("ap-1")::equals);
    }

    @Test
    void anotherServerLearnsOfAChangeWithinAFifthOfASecond() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String key = "ap-timed-" + i;
            change("'" + key + "'");
            long committed = System.nanoTime();
            awaitAt(atOther, changes -> changes.affects(key));
            delays.add(System.nanoTime() - committed);
        }

        // The median: one pause of the machine is not the feed's.
        assertThat(Duration.ofNanos(delays.stream().sorted().toList().get(4))).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void nothingIsMissedWhileTheConnectionIsReplaced() {
        // Given
        servers.run(KILL);

        // When
        change("'ap-2'");

        // Then
        awaitAt(atOther, changes -> changes.affects("ap-2"));
    }

    @Test
    void changesAreAnnouncedOnTheConnectionThatReplacesALostOne() {
        // Given
        servers.run(KILL);
        change("'ap-3'");
        awaitAt(atOther, changes -> changes.affects("ap-3"));

        // When
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            change("'ap-4'");
            return atOther.contains(ChangeSet.of("ap-4"));
        });
    }

    @Test
    void aKeyThatIsTooLongMeansThatEverythingMayHaveChanged() {
        change("repeat('x', 10000)");

        awaitAt(atOther, ChangeSet.EVERYTHING::equals);
    }

    @Test
    void aGapBetweenTheCountsMeansThatEverythingMayHaveChanged() {
        // Given
        servers.run(COUNT);

        // When
        change("'ap-5'");

        // Then
        awaitAt(atOther, ChangeSet.EVERYTHING::equals);
    }

    @Test
    void severalChangesOfOneTransactionAreNoGap() {
        change("unnest(array['ap-6', 'ap-7'])");

        awaitAt(atOther, changes -> changes.affects("ap-6"));
        awaitAt(atOther, changes -> changes.affects("ap-7"));
        assertThat(atOther).doesNotContain(ChangeSet.EVERYTHING);
    }

    @Test
    void aLostAnnouncementIsFoundByALook() {
        // Given
        ChangeFeed looking = servers.lookingEvery(Duration.ofMillis(100));
        List<ChangeSet> found = FeedsOfOtherServers.recorded(looking, ChangeTopic.ROUTES);

        // When
        servers.run(COUNT);

        // Then
        awaitAt(found, ChangeSet.EVERYTHING::equals);
        looking.stop();
    }

    @Test
    void aDatabaseThatWasRestoredFromABackupIsReadAnew() {
        // Given
        ChangeFeed looking = servers.lookingEvery(Duration.ofMillis(100));
        List<ChangeSet> found = FeedsOfOtherServers.recorded(looking, ChangeTopic.ROUTES);

        // When
        servers.run("update route_revision set number = number - 1");

        // Then
        awaitAt(found, ChangeSet.EVERYTHING::equals);
        looking.stop();
    }

    /** Counts and announces a change, as the triggers do. */
    private void change(String key) {
        servers.run("with counted as (" + COUNT + " returning number)" + " select announce_change('routes', number, "
                + key + ") from counted");
    }

    private static void awaitAt(List<ChangeSet> seen, Predicate<ChangeSet> wanted) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> seen.stream().anyMatch(wanted));
    }
}
