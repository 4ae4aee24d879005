import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs callers of every kind, hostile ones included, until its input tells it to end.
 *
 * <p>Arguments: target, number of callers, a seed. Input lines: {@code kill}, before workers die, so that failures are
 * then expected; {@code seen}, to print the results on one line; {@code end}, to let all callers finish.
 */
final class Soak {

    /** How long the consequences of a kill may last. */
    private static final long AFTERMATH_NANOS = 5_000_000_000L;

    /** Longer than any call whose worker is alive. */
    private static final long STUCK_NANOS = 15_000_000_000L;

    private record Call(Caller caller, long start) {}

    private final String target;
    private final Outcomes outcomes = new Outcomes();
    private final AtomicLong lastKill = new AtomicLong(System.nanoTime() - 2 * AFTERMATH_NANOS);
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    private Soak(String target) {
        this.target = target;
    }

    public static void main(String[] arguments) throws Exception {
        Soak soak = new Soak(arguments[0]);
        int callers = Integer.parseInt(arguments[1]);
        for (int i = 0; i < callers; i++) {
            Random random = new Random(Long.parseLong(arguments[2]) + i);
            Threads.start(() -> soak.callUntilTheEnd(random));
        }
        System.out.println("ready");
        soak.obey();
    }

    private void obey() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = System.in.read(); octet >= 0; octet = System.in.read()) {
            if (octet != '\n') {
                line.append((char) octet);
                continue;
            }
            System.out.println(answer(line.toString()));
            line.setLength(0);
        }
    }

    private String answer(String order) {
        switch (order) {
            case "kill" -> lastKill.set(System.nanoTime());
            case "end" -> end();
            default -> {
                return outcomes.line();
            }
        }
        return "done";
    }

    private void callUntilTheEnd(Random random) {
        Caller[] kinds = Caller.values();
        while (!ending) {
            call(kinds[random.nextInt(kinds.length)], random);
        }
    }

    /** A caller without a response by then will never get one. */
    private void end() {
        ending = true;
        long end = System.nanoTime() + STUCK_NANOS;
        while (!running.isEmpty() && System.nanoTime() < end) {
            Threads.sleepUntil(System.nanoTime() + 10_000_000);
        }
        running.forEach(call -> outcomes.add(call.caller, "stuck", false));
    }

    private void call(Caller caller, Random random) {
        long start = System.nanoTime();
        Call call = new Call(caller, start);
        running.add(call);
        String outcome;
        try (Wire wire = Wire.to(target)) {
            outcome = caller.call(wire, random);
        } catch (IOException | RuntimeException e) {
            outcome = "broken";
        }
        running.remove(call);
        outcomes.add(caller, outcome, nearKill(start, System.nanoTime()));
    }

    /** Returns whether the call overlaps with the aftermath of a kill. */
    private boolean nearKill(long start, long end) {
        long kill = lastKill.get();
        return start - kill < AFTERMATH_NANOS && end - kill > 0;
    }
}
