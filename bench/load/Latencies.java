import java.util.Arrays;

/** Measured times in nanoseconds. Thread-safe. */
final class Latencies {

    private long[] values = new long[1024];
    private int count;

    synchronized void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanos;
    }

    synchronized int count() {
        return count;
    }

    /** @return microseconds; 0 if nothing was measured */
    synchronized double percentile(double percent) {
        if (count == 0) {
            return 0;
        }
        Arrays.sort(values, 0, count);
        int index = (int) Math.ceil(percent / 100 * count) - 1;
        return values[Math.max(0, index)] / 1000.0;
    }
}
