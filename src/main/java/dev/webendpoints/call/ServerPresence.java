package dev.webendpoints.call;

import java.util.List;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.identity.RandomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/**
 * Tells the other servers that this one runs its inputs, and finds what no event has told it: inputs of servers that
 * died, inputs that wait, inputs that were ended elsewhere, those and the workers of stopped apps, and calls whose results
 * have expired. Confined to the dispatcher's event loop.
 */
final class ServerPresence {

    private static final Logger LOG = Logger.getLogger(ServerPresence.class);

    private static final long PERIOD_MILLIS = 2_000;

    /** A server that is not heard for so long runs no inputs. */
    private static final int LOST_SECONDS = 10;

    /** Maximum number of inputs of stopped apps that are ended with one look. */
    private static final int AT_ONCE = 1_000;

    /** Maximum number of expired calls that are deleted with one look. */
    private static final int EXPIRED_AT_ONCE = 5_000;

    private static final String HEARD =
            "insert into call_server (id, heard_at) values ($1, now()) on conflict (id) do update set heard_at = now()";

    private static final String RECOVER =
            "with gone as (delete from call_server where heard_at < now() - $1 * interval '1 s'),"
                    + " free as (update function_input i set state = 0, server_id = null where state = 1 and not exists"
                    + " (select 1 from call_server s where s.id = i.server_id and s.heard_at >= now() - $1 * interval '1 s')"
                    + " returning 1) select count(*) from free";

    private static final String LEAVE = "delete from call_server where id = $1";

    private final String serverId = RandomId.withPrefix("sv");
    private final Vertx vertx;
    private final Pool pool;
    private final CallDispatcher dispatcher;
    private boolean looking;
    private boolean stopped;
    private long timer;

    ServerPresence(Vertx vertx, Pool pool, CallDispatcher dispatcher) {
        this.vertx = vertx;
        this.pool = pool;
        this.dispatcher = dispatcher;
    }

    String serverId() {
        return serverId;
    }

    void start() {
        look();
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> look());
    }

    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return pool.preparedQuery(LEAVE).execute(Tuple.of(serverId)).mapEmpty();
    }

    /** Looks now, unless it does so already. */
    void look() {
        if (looking || stopped) {
            return;
        }
        looking = true;
        pool.preparedQuery(HEARD)
                .execute(Tuple.of(serverId))
                .compose(heard -> pool.preparedQuery(RECOVER).execute(Tuple.of(LOST_SECONDS)))
                .compose(recovered -> {
                    long count = recovered.iterator().next().getLong(0);
                    if (count > 0) {
                        LOG.infof("Inputs of a lost server run again: count=%d", count);
                    }
                    return dispatcher.store().lookups().ofStoppedApps(AT_ONCE);
                })
                .compose(stoppedInputs -> {
                    dispatcher.terminate(stoppedInputs, "The app of the function was stopped.");
                    return dispatcher.store().lookups().retiredFunctions();
                })
                .compose(retired -> {
                    dispatcher.retire(retired);
                    List<String> running = dispatcher.running();
                    return running.isEmpty()
                            ? Future.succeededFuture(List.<String>of())
                            : dispatcher.store().lookups().lost(running);
                })
                .compose(lost -> {
                    dispatcher.cancelRuns(lost);
                    return dispatcher.store().calls().deleteExpired(EXPIRED_AT_ONCE);
                })
                .compose(deleted -> dispatcher.store().lookups().queues())
                .onComplete(
                        queues -> {
                            looking = false;
                            queues.forEach(dispatcher::wake);
                        },
                        failure -> {
                            looking = false;
                            Logger.Level level =
                                    DatabaseUnavailable.isCauseOf(failure) ? Logger.Level.DEBUG : Logger.Level.WARN;
                            LOG.log(level, "Look for inputs failed, retrying", failure);
                        });
    }
}
