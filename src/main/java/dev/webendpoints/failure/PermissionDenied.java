package dev.webendpoints.failure;

/** The credential does not permit the operation. */
public class PermissionDenied extends DomainFailure {

    /** @param sentence for the caller */
    public PermissionDenied(String sentence) {
        super(FailureKind.PERMISSION_DENIED, sentence);
    }
}
