package dev.webendpoints.identity;

import dev.webendpoints.failure.ResourceExhausted;

/** A workspace has reached a limit. The message names the resource, the limit and its setting. */
public final class QuotaExceeded extends ResourceExhausted {

    private QuotaExceeded(String message) {
        super(message);
    }

    /**
     * Returns the amount.
     *
     * @param what name of the resource in the plural: {@code apps}
     * @param setting key of the limit
     * @throws QuotaExceeded if the amount exceeds the limit
     */
    public static long require(long amount, long limit, String what, String setting) {
        if (amount > limit) {
            throw new QuotaExceeded("This workspace may have at most " + limit + " " + what + " (" + setting + ").");
        }
        return amount;
    }
}
