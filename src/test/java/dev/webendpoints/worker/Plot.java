package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

import dev.webendpoints.worker.Timeline.Moment;

/** Draws a timeline as SVG: running and waiting requests, and workers, as the maximum of each time slice. */
final class Plot {

    private static final int SLICES = 360;
    private static final int LEFT = 40;
    private static final int TOP = 30;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 200;
    private static final int LINES = 4;

    private final Timeline seen;
    private final long end;
    private final int target;

    private Plot(Timeline seen, Duration time, int target) {
        this.seen = seen;
        this.end = time.toNanos();
        this.target = target;
    }

    static String of(String title, Timeline seen, Duration time) {
        return of(title, seen, time, 1);
    }

    /** @param target factor that scales workers to the range of requests */
    static String of(String title, Timeline seen, Duration time, int target) {
        return new Plot(seen, time, target).draw(title, time);
    }

    private String draw(String title, Duration time) {
        int[] requests = slices(moment -> moment.running() + moment.waiting());
        int[] workers = slices(moment -> moment.workers() * target);
        int most = round(Math.max(most(requests), most(workers)));
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 270" font-family="sans-serif" font-size="12">
                <rect width="780" height="270" fill="#fff"/>
                """);
        text(svg, LEFT, 18, "start", title);
        for (int i = 0; i <= LINES; i++) {
            double y = y(most * i / (double) LINES, most);
            svg.append(format("<path d=\"M%d %.1fh%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH));
            text(svg, LEFT - 6, y + 4, "end", Integer.toString(most * i / LINES));
            double x = LEFT + WIDTH * i / (double) LINES;
            text(
                    svg,
                    x,
                    TOP + HEIGHT + 16,
                    i == LINES ? "end" : "middle",
                    label(time.multipliedBy(i).dividedBy(LINES)));
        }
        svg.append(format("<path d=\"%sV%dH%dz\" fill=\"#c9d6e8\"/>%n", steps(requests, most), TOP + HEIGHT, LEFT));
        svg.append(format(
                "<path d=\"%s\" fill=\"none\" stroke=\"#b3400f\" stroke-width=\"1.5\"/>%n", steps(workers, most)));
        text(
                svg,
                LEFT,
                TOP + HEIGHT + 34,
                "start",
                "blue: requests that run or wait; red: workers" + (target == 1 ? "" : ", times the target"));
        return svg.append("</svg>\n").toString();
    }

    private int[] slices(ToIntFunction<Moment> value) {
        int[] most = new int[SLICES];
        List<Moment> moments = seen.moments();
        int lasting = 0;
        int next = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            long until = end / SLICES * (slice + 1);
            most[slice] = lasting;
            while (next < moments.size() && moments.get(next).at() < until) {
                lasting = value.applyAsInt(moments.get(next++));
                most[slice] = Math.max(most[slice], lasting);
            }
        }
        return most;
    }

    private static String steps(int[] values, int most) {
        StringBuilder path = new StringBuilder(format("M%d %.1f", LEFT, y(values[0], most)));
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && values[i] != values[i - 1]) {
                path.append(format("V%.1f", y(values[i], most)));
            }
            path.append(format("H%.0f", LEFT + (i + 1.0) * WIDTH / SLICES));
        }
        return path.toString();
    }

    private static double y(double value, int most) {
        return TOP + HEIGHT - value * HEIGHT / most;
    }

    /** Rounds up so that each grid line is a whole number. */
    private static int round(int most) {
        return Math.max(LINES, (most + LINES - 1) / LINES * LINES);
    }

    private static int most(int[] values) {
        int most = 0;
        for (int value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static String label(Duration time) {
        return time.toMinutes() >= 120
                ? time.toHours() + " h"
                : time.toSeconds() >= 120 ? time.toMinutes() + " min" : time.toMillis() / 1000.0 + " s";
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(format("<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
    }
}
