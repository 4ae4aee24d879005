package dev.webendpoints.endpoint;

import java.util.List;
import java.util.function.Predicate;

import org.hibernate.exception.ConstraintViolationException;

/** Two endpoints that want one hostname. */
final class Taken {

    private static final String CONSTRAINT = "web_endpoint_hostname_key";

    private Taken() {}

    /** @throws HostnameTaken when one of the holders is a rival */
    static void refuse(List<WebEndpoint> holders, Predicate<WebEndpoint> isRival) {
        holders.stream().filter(isRival).findFirst().ifPresent(rival -> {
            throw new HostnameTaken(rival.hostname);
        });
    }

    /** Whether the database saw what the check before it could not: both asked at the same moment. */
    static boolean isViolated(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation
                    && CONSTRAINT.equals(violation.getConstraintName())) {
                return true;
            }
        }
        return false;
    }
}
