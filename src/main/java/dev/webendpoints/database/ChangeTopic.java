package dev.webendpoints.database;

import java.util.Locale;

/** What changes are announced of. The database counts the changes of each topic in the view {@code change_revision}. */
public enum ChangeTopic {
    /** What is served under which hostname. The keys are ids of apps. */
    ROUTES,
    /** API tokens, proxy tokens and signing keys. The keys are names of tables. */
    CREDENTIALS,
    /** Autoscaler settings that override a function's code. The keys are names of tables. */
    AUTOSCALERS;

    /** Returns the name that the database uses. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns null for a topic of a later version. */
    static ChangeTopic spelled(String spelling) {
        for (ChangeTopic topic : values()) {
            if (topic.spelling().equals(spelling)) {
                return topic;
            }
        }
        return null;
    }
}
