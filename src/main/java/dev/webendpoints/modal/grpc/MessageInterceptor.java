package dev.webendpoints.modal.grpc;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Message;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Rejects messages that no call can process, as INVALID_ARGUMENT: the client repeats calls that end with INTERNAL. */
@ApplicationScoped
public class MessageInterceptor implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, metadata)) {

            private boolean received;
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                received = true;
                Optional<String> problem =
                        message instanceof Message known ? MessageStrings.firstProblem(known) : Optional.empty();
                if (problem.isEmpty()) {
                    super.onMessage(message);
                } else {
                    refuse(problem.get());
                }
            }

            /** The transport drops bytes that it cannot parse, so such a call ends without a message. */
            @Override
            public void onHalfClose() {
                if (!received && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                    refuse("The call has no message, or one that is not valid protobuf.");
                } else if (!refused) {
                    super.onHalfClose();
                }
            }

            private void refuse(String sentence) {
                refused = true;
                call.close(Status.INVALID_ARGUMENT.withDescription(sentence), new Metadata());
            }
        };
    }
}
