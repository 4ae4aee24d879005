package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.hibernate.exception.ConstraintViolationException;

/** Detects conflicts between endpoints with the same hostname or domain. */
public final class HostnameConflicts {

    private static final String CONSTRAINT = "web_endpoint_hostname_key";
    private static final Set<String> OF_DOMAINS =
            Set.of("endpoint_domain_verified", "endpoint_domain_workspace_id_name_key");

    private HostnameConflicts() {}

    /** @throws HostnameTaken if one of the holders is a rival */
    public static void refuse(List<WebEndpoint> holders, Predicate<WebEndpoint> isRival) {
        holders.stream().filter(isRival).findFirst().ifPresent(rival -> {
            throw new HostnameTaken(rival.hostname);
        });
    }

    /** Returns whether the database detected a conflict of concurrent transactions, which the prior check missed. */
    public static boolean isViolated(Throwable failure) {
        return isViolated(failure, Set.of(CONSTRAINT));
    }

    /** As {@link #isViolated}, for domains. */
    public static boolean isDomainViolated(Throwable failure) {
        return isViolated(failure, OF_DOMAINS);
    }

    private static boolean isViolated(Throwable failure, Set<String> constraints) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation
                    && violation.getConstraintName() != null
                    && constraints.contains(violation.getConstraintName())) {
                return true;
            }
        }
        return false;
    }
}
