package dev.webendpoints.call;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.call.store.CallNotFound;
import dev.webendpoints.call.store.CallStore;
import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.call.store.InputRows;
import dev.webendpoints.call.store.NewCall;
import dev.webendpoints.call.store.NewInput;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.identity.RandomId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlClient;

/** Starts calls of functions, adds inputs to them, and cancels them. A workspace reaches its own calls only. */
@ApplicationScoped
public class CallSubmission {

    /** Inputs of a canceled call that are ended at a time. */
    private static final int CANCELED_AT_ONCE = 10_000;

    private final CallDispatcher dispatcher;
    private final CallStore store;
    private final CalledFunctions functions;
    private final FunctionCallsConfig config;
    private final UnfinishedQuota quota;

    CallSubmission(CallDispatcher dispatcher, CalledFunctions functions, FunctionCallsConfig config) {
        this.dispatcher = dispatcher;
        this.store = dispatcher.store();
        this.functions = functions;
        this.config = config;
        this.quota = new UnfinishedQuota(
                config.maxWaiting(), workspace -> store.lookups().countUnfinished(workspace, config.maxWaiting() + 1L));
    }

    /** @param inputIds in the order of the inputs */
    public record Started(String callId, List<String> inputIds) {}

    /** Inputs of one call on their way into its queue. */
    private record Addition(String callId, String workspaceId, String queue, boolean durable) {}

    /**
     * Starts a call. An input that need not wait behind others runs immediately.
     *
     * @throws FunctionNotFound by the Uni
     * @throws TooLarge by the Uni
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<Started> start(String workspaceId, StartedCall call, List<NewInput> inputs) {
        return ReactiveCalls.answer(() -> {
            require(inputs);
            return functions
                    .find(workspaceId, call.functionId(), call.variant())
                    .compose(function -> start(workspaceId, call, function, inputs));
        });
    }

    private Future<Started> start(
            String workspaceId, StartedCall call, CalledFunction function, List<NewInput> inputs) {
        if (!function.spec().takesCalls()) {
            throw new InvalidRequest("'" + function.spec().tag() + "' is a web function: it is called by its URL");
        }
        NewCall started = new NewCall(
                RandomId.withPrefix("fc"),
                workspaceId,
                function.appId(),
                function.functionId(),
                call.map(),
                call.awaited(),
                call.parentInputId());
        Addition addition = new Addition(
                started.id(), workspaceId, queue(call.functionId(), call.arguments(), call.variant()), !call.awaited());
        return store.calls()
                .insert(started, config.resultsKept())
                .onSuccess(inserted ->
                        dispatcher.onLoop(() -> dispatcher.onCalledBy(call.parentInputId(), addition.queue())))
                .compose(inserted -> add(addition, inputs))
                .map(ids -> new Started(started.id(), ids));
    }

    /**
     * Adds inputs to a call; those that it has already are left as they are. Returns their ids in the order of the
     * inputs.
     *
     * @param arguments the values of the parameters of a class as JSON; empty for none
     * @param variant id of the function's variant; empty for none
     * @throws CallNotFound by the Uni
     * @throws TooLarge by the Uni
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<List<String>> put(
            String workspaceId, String arguments, String variant, String callId, List<NewInput> inputs) {
        return ReactiveCalls.answer(() -> {
            require(inputs);
            return store.calls()
                    .find(workspaceId, callId)
                    .map(call -> new Addition(
                            callId, workspaceId, queue(call.functionId(), arguments, variant), !call.awaited()))
                    .compose(addition -> add(addition, inputs));
        });
    }

    /** Fails with {@link dev.webendpoints.identity.QuotaExceeded} if the workspace would have too many unfinished inputs. */
    public Future<Void> requireRoom(String workspaceId, int inputs) {
        return quota.add(workspaceId, inputs);
    }

    /**
     * Stores a call of a function in a transaction of the caller, which has {@link #requireRoom required room} before and
     * {@link #wake wakes} the function after its commit. Returns the id of the call.
     */
    public Future<String> insert(
            SqlClient transaction, String workspaceId, String appId, String functionId, NewInput input) {
        NewCall call = new NewCall(RandomId.withPrefix("fc"), workspaceId, appId, functionId, false, false, "");
        CallStore storing = dispatcher.storeIn(transaction);
        return storing.calls()
                .insert(call, config.resultsKept())
                .compose(inserted -> storing.inputs()
                        .insert(
                                call.id(),
                                workspaceId,
                                queue(functionId, "", ""),
                                List.of(input),
                                InputRows.newIds(1),
                                false,
                                true))
                .map(call.id());
    }

    /** Has inputs of a function run that another transaction has stored. */
    public void wake(String functionId) {
        dispatcher.onLoop(() -> dispatcher.wake(queue(functionId, "", "")));
    }

    private static String queue(String functionId, String arguments, String variant) {
        return new FunctionKey(functionId, "", arguments, variant).group();
    }

    private void require(List<NewInput> inputs) {
        long largest = config.maxPayload().asLongValue();
        for (NewInput input : inputs) {
            if (input.args().length > largest) {
                throw new TooLarge("The arguments of a call may have at most " + largest
                        + " bytes (webendpoints.function-calls.max-payload), and these have " + input.args().length
                        + ".");
            }
        }
    }

    private Future<List<String>> add(Addition to, List<NewInput> inputs) {
        return switch (inputs.size()) {
            case 0 -> Future.succeededFuture(List.of());
            case 1 -> addOne(to, inputs.get(0));
            default -> addAll(to, inputs);
        };
    }

    private Future<List<String>> addAll(Addition to, List<NewInput> inputs) {
        return quota.add(to.workspaceId(), inputs.size())
                .compose(room -> insert(to, inputs, InputRows.newIds(inputs.size()), false))
                .onSuccess(inserted -> dispatcher.onLoop(() -> dispatcher.wake(to.queue())))
                .compose(inserted -> ids(to, inputs));
    }

    private Future<Void> insert(Addition to, List<NewInput> inputs, String[] ids, boolean running) {
        return store.inputs().insert(to.callId(), to.workspaceId(), to.queue(), inputs, ids, running, to.durable());
    }

    /** Those of inputs that the call had before are the ones of then. */
    private Future<List<String>> ids(Addition to, List<NewInput> inputs) {
        return store.inputs()
                .ids(to.callId(), inputs.stream().map(NewInput::idx).toArray(Integer[]::new));
    }

    private Future<List<String>> addOne(Addition to, NewInput input) {
        Promise<List<String>> added = Promise.promise();
        dispatcher.onLoop(() -> {
            CallQueue queue = dispatcher.queue(to.queue());
            Future<List<String>> done = queue.reserve() ? runNow(to, input, queue) : addAll(to, List.of(input));
            done.onComplete(added);
        });
        return added.future();
    }

    /** Runs an input for which the queue has a place: that saves it the way through the database. */
    private Future<List<String>> runNow(Addition to, NewInput input, CallQueue queue) {
        String id = InputRows.newIds(1)[0];
        return insert(to, List.of(input), new String[] {id}, true)
                .onFailure(failure -> queue.onLeft())
                .onSuccess(
                        inserted -> queue.run(ClaimedInput.first(id, to.callId(), to.workspaceId(), to.queue(), input)))
                .map(inserted -> List.of(id));
    }

    /** Ends all inputs of a call that have not ended. @throws CallNotFound by the Uni */
    public Uni<Void> cancel(String workspaceId, String callId) {
        return ReactiveCalls.answer(
                () -> store.calls().find(workspaceId, callId).compose(call -> endAll(workspaceId, callId)));
    }

    private Future<Void> endAll(String workspaceId, String callId) {
        return store.lookups()
                .unfinished(workspaceId, callId, CANCELED_AT_ONCE)
                .compose(ids -> ids.isEmpty()
                        ? Future.succeededFuture()
                        : dispatcher
                                .terminate(ids, "The function call was canceled.")
                                .compose(ended -> endAll(workspaceId, callId)));
    }
}
