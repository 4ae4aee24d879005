package dev.webendpoints.gateway;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds hostnames similar to an unknown one, for a developer who has mistyped it. */
final class NearLabels {

    /** Ends the workspace's part of a hostname; no workspace or environment has it in its name. */
    private static final String SEPARATOR = "--";

    private static final int SHOWN = 5;

    /** Letters that may be wrong, regardless of the length. */
    private static final int TYPOS = 2;

    private NearLabels() {}

    /**
     * Returns the similar hostnames, nearest first. Only hostnames with the same part before the dashes, workspace and
     * environment, are returned: those of other tenants stay private.
     *
     * @param wanted one lower-case DNS label
     */
    static List<String> of(String wanted, Collection<String> hostnames) {
        int end = wanted.indexOf(SEPARATOR);
        if (end < 0) {
            return List.of();
        }
        String source = wanted.substring(0, end + SEPARATOR.length());
        String label = wanted.substring(source.length());
        return hostnames.stream()
                .filter(hostname -> hostname.startsWith(source))
                .map(hostname -> new Candidate(hostname, hostname.substring(source.length()), label))
                .filter(candidate -> candidate.isNear(label))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::hostname))
                .limit(SHOWN)
                .map(Candidate::hostname)
                .toList();
    }

    private record Candidate(String hostname, String label, int distance) {

        Candidate(String hostname, String label, String wanted) {
            this(hostname, label, NearLabels.distance(label, wanted));
        }

        boolean isNear(String wanted) {
            boolean shares = wanted.length() > TYPOS && label.contains(wanted)
                    || label.length() > TYPOS && wanted.contains(label);
            return shares || distance <= Math.max(TYPOS, wanted.length() / 3);
        }
    }

    /** Returns how many letters must be added, removed or changed (Levenshtein distance). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
