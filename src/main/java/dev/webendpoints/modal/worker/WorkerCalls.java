package dev.webendpoints.modal.worker;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.webendpoints.modal.generated.ModalClientGrpc;
import io.grpc.MethodDescriptor;

/**
 * The calls that the code of a worker may make: it looks up what is deployed, calls functions, and keeps state. It
 * deploys nothing, stops nothing, and makes no credential. Some calls are checked again by what they ask for: a secret
 * and an environment are looked up and not created.
 */
final class WorkerCalls {

    private static final Pattern ALLOWED = Pattern.compile("AppGetLayout|Blob(Create|Get)|ClassGet|ClientHello|Dict.*"
            + "|EnvironmentGetOrCreate|Function(Map|PutInputs|FinishInputs|RetryInputs|GetOutputs|Call(Cancel|FromId"
            + "|GetDataOut)|GetCallGraph|GetCurrentStats|Get|GetById|BindParams|GetSchedulingParams"
            + "|UpdateSchedulingParams)|MountPutFile|Queue.*|SecretGetOrCreate|Volume.*");

    private static final Set<String> ANSWERED = ModalClientGrpc.getServiceDescriptor().getMethods().stream()
            .map(MethodDescriptor::getBareMethodName)
            .collect(Collectors.toUnmodifiableSet());

    private WorkerCalls() {}

    static boolean areAllowed(String rpc) {
        return ALLOWED.matcher(rpc).matches();
    }

    /** Returns whether the server implements the call at all. */
    static boolean areAnswered(String rpc) {
        return ANSWERED.contains(rpc);
    }
}
