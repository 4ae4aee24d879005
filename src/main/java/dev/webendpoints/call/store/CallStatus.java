package dev.webendpoints.call.store;

/** How an input has ended, by its number in the client's protocol. */
public enum CallStatus {
    SUCCESS(1),
    FAILURE(2),
    TERMINATED(3),
    TIMEOUT(4),
    INIT_FAILURE(5);

    private final int number;

    CallStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static boolean isKnown(int number) {
        return number >= 1 && number <= values().length;
    }

    /** @throws IllegalArgumentException if no status has this number */
    public static CallStatus of(int number) {
        for (CallStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        throw new IllegalArgumentException("no status has the number " + number);
    }
}
