package dev.webendpoints.identity;

/** A workspace has as much of something as it may. The message names what, how much, and the setting. */
public final class QuotaExceeded extends RuntimeException {

    private QuotaExceeded(String message) {
        super(message);
    }

    /**
     * Returns how much there is.
     *
     * @param what in the plural: {@code apps}
     * @param setting the key of the limit
     * @throws QuotaExceeded if that is more than the limit
     */
    public static long require(long amount, long limit, String what, String setting) {
        if (amount > limit) {
            throw new QuotaExceeded("This workspace may have at most " + limit + " " + what + " (" + setting + ").");
        }
        return amount;
    }
}
