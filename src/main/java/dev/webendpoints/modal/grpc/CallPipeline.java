package dev.webendpoints.modal.grpc;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.DatabaseWatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs every call: authenticates the caller, checks the token's scope, and converts failures to gRPC statuses. */
@ApplicationScoped
public class CallPipeline {

    private final TokenAuthentication authentication;
    private final IdempotencyCache repeats;
    private final GrpcStatusMapper failures;
    private final DatabaseWatch database;

    CallPipeline(
            TokenAuthentication authentication,
            IdempotencyCache repeats,
            GrpcStatusMapper failures,
            DatabaseWatch database) {
        this.database = database;
        this.authentication = authentication;
        this.repeats = repeats;
        this.failures = failures;
    }

    /** @param scope the scope that the caller's token must have */
    public <T> Uni<T> answer(String scope, Function<Call, Uni<T>> answer) {
        CallHeaders headers = CallHeaders.current();
        Context context = Vertx.currentContext();
        return database.guard(
                        enter(headers, scope).chain(call -> repeats.once(call, headers, () -> answer.apply(call))))
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
        return authentication
                .by(headers.tokenId(), headers.tokenSecret(), headers.address())
                .map(caller -> {
                    if (!caller.may(scope)) {
                        throw CallRejected.forbidden("The token " + caller.tokenId() + " lacks the scope " + scope
                                + ", which " + headers.rpc() + " needs.");
                    }
                    return headers.by(caller);
                });
    }
}
