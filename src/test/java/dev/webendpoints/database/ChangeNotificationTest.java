package dev.webendpoints.database;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeNotificationTest {

    @Test
    void aKeyIsAllAfterTheCount() {
        assertThat(ChangeNotification.of("routes 42 ap-1 x"))
                .contains(new ChangeNotification(ChangeTopic.ROUTES, 42, ChangeSet.of("ap-1 x")));
    }

    @Test
    void withoutAKeyEverythingMayHaveChanged() {
        assertThat(ChangeNotification.of("credentials 7"))
                .contains(new ChangeNotification(ChangeTopic.CREDENTIALS, 7, ChangeSet.EVERYTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "routes", "routes many ap-1", "volumes 1 vo-1"})
    void whatThisVersionDoesNotKnowIsIgnored(String payload) {
        assertThat(ChangeNotification.of(payload)).isEqualTo(Optional.empty());
    }
}
