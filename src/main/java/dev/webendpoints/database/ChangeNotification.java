package dev.webendpoints.database;

import java.util.Optional;

/**
 * One change as the database announces it.
 *
 * @param revision the count of changes of the topic, including this one; several changes of one transaction may share it
 */
record ChangeNotification(ChangeTopic topic, long revision, ChangeSet changes) {

    /** Returns empty for what this version does not know. */
    static Optional<ChangeNotification> of(String payload) {
        String[] words = payload.split(" ", 3);
        ChangeTopic topic = ChangeTopic.spelled(words[0]);
        if (topic == null || words.length < 2) {
            return Optional.empty();
        }
        ChangeSet changes = words.length == 3 ? ChangeSet.of(words[2]) : ChangeSet.EVERYTHING;
        try {
            return Optional.of(new ChangeNotification(topic, Long.parseLong(words[1]), changes));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
