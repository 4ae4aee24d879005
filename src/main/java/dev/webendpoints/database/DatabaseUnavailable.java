package dev.webendpoints.database;

/** The database does not answer now; the same call may succeed later. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** For callers of every protocol. */
    public static final String SENTENCE = "The server cannot reach its database now; try again.";

    public DatabaseUnavailable() {
        super(SENTENCE);
    }
}
