package dev.webendpoints.modal.grpc;

import jakarta.enterprise.context.ApplicationScoped;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Stores the headers of a call for {@link CallHeaders#current()}. */
@ApplicationScoped
public class CallHeadersInterceptor implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
        CallHeaders headers = CallHeaders.of(call.getMethodDescriptor().getBareMethodName(), metadata);
        return Contexts.interceptCall(headers.asContext(), call, metadata, next);
    }
}
