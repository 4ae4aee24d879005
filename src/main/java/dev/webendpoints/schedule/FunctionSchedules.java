package dev.webendpoints.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny;

import dev.webendpoints.function.CallSchedule;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The schedules of apps. Both methods run in the transaction that publishes or stops the app. */
@ApplicationScoped
public class FunctionSchedules {

    /** A function whose schedule is as before keeps its clock. */
    private static final String PUT = """
            insert into function_schedule (function_id, app_id, workspace_id, schedule, clock_start, due_at)
            values (:function, :app, :workspace, :schedule, :now, :due)
            on conflict (function_id) do update
                set schedule = excluded.schedule, clock_start = excluded.clock_start, due_at = excluded.due_at
                where function_schedule.schedule <> excluded.schedule""";

    private static final String DELETE = "delete from function_schedule where app_id = :app";

    FunctionSchedules() {}

    /**
     * Replaces the schedules of an app.
     *
     * @param schedules by function id
     * @throws InvalidSchedule by the Uni
     */
    public Uni<Void> publish(String workspaceId, String appId, Map<String, CallSchedule> schedules) {
        return schedules.isEmpty()
                ? withdraw(appId)
                : withdrawOthers(appId, List.copyOf(schedules.keySet()))
                        .chain(FunctionSchedules::now)
                        .chain(now -> Multi.createFrom()
                                .iterable(schedules.entrySet())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        entry -> put(workspaceId, appId, entry.getKey(), entry.getValue(), now))
                                .onItem()
                                .ignoreAsUni());
    }

    /** Returns the time of the database, by which functions are called. */
    private static Uni<Instant> now() {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery("select now()", Instant.class).getSingleResult());
    }

    private Uni<Void> put(String workspaceId, String appId, String functionId, CallSchedule schedule, Instant now) {
        Instant due = DueTimes.of(schedule)
                .next(now, now)
                .orElseThrow(() -> new InvalidSchedule("The schedule has no time after " + now + "."));
        return execute(Panache.getSession()
                .map(session -> session.createNativeQuery(PUT)
                        .setParameter("function", functionId)
                        .setParameter("app", appId)
                        .setParameter("workspace", workspaceId)
                        .setParameter("schedule", StoredSchedule.write(schedule))
                        .setParameter("now", now)
                        .setParameter("due", due)));
    }

    private Uni<Void> withdrawOthers(String appId, List<String> functionIds) {
        return execute(Panache.getSession()
                .map(session -> session.createNativeQuery(DELETE + " and function_id not in (:functions)")
                        .setParameter("app", appId)
                        .setParameter("functions", functionIds)));
    }

    /** Deletes all schedules of an app that is stopped. */
    public Uni<Void> withdraw(String appId) {
        return execute(Panache.getSession()
                .map(session -> session.createNativeQuery(DELETE).setParameter("app", appId)));
    }

    private static <T> Uni<Void> execute(Uni<Mutiny.Query<T>> statement) {
        return statement.chain(Mutiny.Query::executeUpdate).replaceWithVoid();
    }
}
