import java.util.Map;
import java.util.TreeMap;

/** Counts the results of callers: expected ones, ones that a dying worker excuses, and all others. */
final class Outcomes {

    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(Caller caller, String outcome, boolean nearKill) {
        boolean expected = caller.expects(outcome);
        boolean excused = nearKill && (outcome.equals("broken") || outcome.equals("502") || outcome.equals("503"));
        if (expected || excused) {
            counts.merge(expected ? outcome : "excused:" + outcome, 1, Integer::sum);
        } else {
            counts.merge("unexpected:" + caller.name().toLowerCase() + ":" + outcome, 1, Integer::sum);
        }
    }

    /** Returns {@code 200=17 left=4 …}. */
    synchronized String line() {
        StringBuilder line = new StringBuilder();
        counts.forEach((outcome, count) -> line.append(outcome).append('=').append(count).append(' '));
        return line.toString().trim();
    }
}
