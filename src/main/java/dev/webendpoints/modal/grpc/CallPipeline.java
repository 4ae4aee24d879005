package dev.webendpoints.modal.grpc;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.identity.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs every call: checks the token's scope, and converts failures to gRPC statuses. */
@ApplicationScoped
public class CallPipeline {

    private final AdmittedCalls admitted;
    private final IdempotencyCache repeats;
    private final GrpcStatusMapper failures;
    private final DatabaseWatch database;

    CallPipeline(AdmittedCalls admitted, IdempotencyCache repeats, GrpcStatusMapper failures, DatabaseWatch database) {
        this.database = database;
        this.admitted = admitted;
        this.repeats = repeats;
        this.failures = failures;
    }

    /** @param scope the scope that the caller's token must have */
    public <T> Uni<T> answer(String scope, Function<Call, Uni<T>> answer) {
        CallHeaders headers = CallHeaders.current();
        return answer(headers, enter(headers, scope), answer);
    }

    /** Answers a call that needs no scope: {@link AnonymousCalls}. */
    public <T> Uni<T> answerAnyone(Function<Call, Uni<T>> answer) {
        CallHeaders headers = CallHeaders.current();
        return answer(headers, Uni.createFrom().item(() -> headers.by(caller(headers))), answer);
    }

    private <T> Uni<T> answer(CallHeaders headers, Uni<Call> entered, Function<Call, Uni<T>> answer) {
        Context context = Vertx.currentContext();
        return database.guard(entered.chain(call -> repeats.once(call, headers, () -> answer.apply(call))))
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .onFailure()
                .transform(failure -> failures.toStatus(failure, headers));
    }

    /** @param scope the scope that the caller's token must have */
    public <T> Multi<T> stream(String scope, Function<Call, Multi<T>> answer) {
        CallHeaders headers = CallHeaders.current();
        Context context = Vertx.currentContext();
        return database.guard(enter(headers, scope))
                .onItem()
                .transformToMulti(answer)
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .onFailure()
                .transform(failure -> failures.toStatus(failure, headers));
    }

    private Uni<Call> enter(CallHeaders headers, String scope) {
        return Uni.createFrom().item(() -> {
            Caller caller = caller(headers);
            if (!caller.may(scope)) {
                throw CallRejected.forbidden("The token " + caller.tokenId() + " lacks the scope " + scope + ", which "
                        + headers.rpc() + " needs.");
            }
            return headers.by(caller);
        });
    }

    private Caller caller(CallHeaders headers) {
        return admitted.take(headers.admitted())
                .orElseThrow(() -> CallRejected.unauthenticated("The call was not authenticated."));
    }
}
