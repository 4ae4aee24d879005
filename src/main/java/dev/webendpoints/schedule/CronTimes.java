package dev.webendpoints.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

/**
 * The due times of a cron expression in a time zone. Where clocks are changed, the rules are those of Vixie cron: with an
 * hour that begins with {@code *}, the expression is matched with the clock as it goes, so that nothing is due in an hour
 * that is skipped and everything in both of an hour that is repeated; with other hours, a time that is skipped is due when
 * the clock has jumped, and one that is repeated is due at the first of the two.
 */
final class CronTimes implements DueTimes {

    /** Longer than any useful expression. Bounds the work of the parser. */
    private static final int LONGEST = 256;

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final String ALLOWED =
            " Five fields are allowed: minute (0-59), hour (0-23), day of the month (1-31),"
                    + " month (1-12 or JAN-DEC) and day of the week (0-7 or SUN-SAT), each as *, numbers, ranges (1-5), lists (1,3)"
                    + " and steps (*/5).";

    /** Any moment does: whether an expression matches some day at all does not depend on it. */
    private static final Instant SOME_TIME = Instant.EPOCH;

    private final ExecutionTime matching;
    private final ZoneRules rules;
    private final boolean everyHour;

    private CronTimes(ExecutionTime matching, ZoneRules rules, boolean everyHour) {
        this.matching = matching;
        this.rules = rules;
        this.everyHour = everyHour;
    }

    static CronTimes of(String expression, String timezone) {
        if (expression.length() > LONGEST) {
            throw new InvalidSchedule("The cron expression has " + expression.length() + " characters; at most "
                    + LONGEST + " are allowed.");
        }
        CronTimes times = new CronTimes(parse(expression), zone(timezone).getRules(), isEveryHour(expression));
        if (times.next(SOME_TIME, SOME_TIME).isEmpty()) {
            throw new InvalidSchedule("The cron expression '" + expression + "' matches no day of any year.");
        }
        return times;
    }

    private static ExecutionTime parse(String expression) {
        try {
            return ExecutionTime.forCron(PARSER.parse(expression));
        } catch (IllegalArgumentException e) {
            throw new InvalidSchedule("The cron expression '" + expression + "' is not valid: " + reason(e) + ALLOWED);
        }
    }

    private static String reason(IllegalArgumentException e) {
        String reason = e.getMessage().replaceFirst("^Failed to parse cron expression\\. ", "");
        return reason.endsWith(".") || reason.endsWith("!") ? reason : reason + ".";
    }

    /** Region names only: "GMT+2" or "Z" are ids of the JDK, but not names of the IANA database. */
    private static ZoneId zone(String timezone) {
        try {
            if (timezone.isEmpty()) {
                return ZoneOffset.UTC;
            }
            if (ZoneId.getAvailableZoneIds().contains(timezone)) {
                return ZoneId.of(timezone);
            }
        } catch (DateTimeException unreadable) {
            // Answered as an unknown one.
        }
        throw new InvalidSchedule("The time zone '" + shortened(timezone)
                + "' is unknown; a name of the IANA database is allowed, such as 'Europe/Berlin' or 'UTC'.");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static boolean isEveryHour(String expression) {
        return expression.strip().split("\\s+")[1].startsWith("*");
    }

    @Override
    public Optional<Instant> next(Instant clockStart, Instant after) {
        return everyHour ? nextAsTheClockGoes(after) : nextOfItsTimes(after);
    }

    /** Matches with the offset from UTC that is in effect, up to the moment from which another one is. */
    private Optional<Instant> nextAsTheClockGoes(Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime from = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            Optional<LocalDateTime> time = nextLocal(from);
            if (time.isEmpty() || change == null || time.get().isBefore(change.getDateTimeBefore())) {
                return instant(time, offset);
            }
            offset = change.getOffsetAfter();
            from = change.getDateTimeAfter().minusNanos(1);
            change = rules.nextTransition(change.getInstant());
        }
    }

    private static Optional<Instant> instant(Optional<LocalDateTime> time, ZoneOffset offset) {
        return time.map(local -> local.toInstant(offset));
    }

    private Optional<Instant> nextOfItsTimes(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        Optional<LocalDateTime> time = nextLocal(local);
        while (time.isPresent() && !instant(time.get()).isAfter(after)) {
            time = nextLocal(time.get());
        }
        return time.map(this::instant);
    }

    private Instant instant(LocalDateTime time) {
        ZoneOffsetTransition change = rules.getTransition(time);
        if (change == null) {
            return time.toInstant(rules.getOffset(time));
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }

    /** The library computes in UTC, which has no changes: what it does at a change of clocks is not documented. */
    private Optional<LocalDateTime> nextLocal(LocalDateTime local) {
        return matching.nextExecution(ZonedDateTime.of(local, ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
