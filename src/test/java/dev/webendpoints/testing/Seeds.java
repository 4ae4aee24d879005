package dev.webendpoints.testing;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Looks for a seed at which a property does not hold: from seed 0, so that every run looks at the same ones first, and
 * from a random one. A failure names its seed. {@code -Dfuzz.seconds=300} looks for longer.
 */
public final class Seeds {

    /** From each of the two starting points. */
    private static final Duration LOOKING = Duration.ofMillis(500L * Integer.getInteger("fuzz.seconds", 1));

    private Seeds() {}

    /** Calls it with one seed after another until the time is up. */
    public static void look(String property, LongConsumer atSeed) {
        look(property, 0, atSeed);
        look(property, System.nanoTime(), atSeed);
    }

    private static void look(String property, long first, LongConsumer atSeed) {
        long seed = first;
        long end = System.nanoTime() + LOOKING.toNanos();
        while (System.nanoTime() < end) {
            at(property, seed++, atSeed);
        }
        System.out.println(property + " looked at from seed " + first + ": " + (seed - first));
    }

    /** Calls it with the same seeds in every run, so many of them. */
    public static void count(String property, int seeds, LongConsumer atSeed) {
        for (long seed = 0; seed < seeds; seed++) {
            at(property, seed, atSeed);
        }
    }

    private static void at(String property, long seed, LongConsumer atSeed) {
        try {
            atSeed.accept(seed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(property + ", seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** One of these. */
    @SafeVarargs
    public static <T> T one(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }

    /** So many characters of these, from {@code least} to {@code most}. */
    public static String text(Random random, String characters, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    /** The same letters, each in whichever case. */
    public static String anyCase(Random random, String ascii) {
        StringBuilder text = new StringBuilder(ascii);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            text.setCharAt(i, random.nextBoolean() ? upper(c) : c);
        }
        return text.toString();
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }
}
