package dev.webendpoints.gateway.http1;

/** Iterates over the fields of a worker's response that pass to a client that does not speak HTTP/1. */
public final class ResponseFields {

    /** Receives one field, as ranges of an array that is valid during the call only. */
    public interface Sink {

        void field(byte[] bytes, int nameFrom, int nameTo, int valueFrom, int valueTo);
    }

    private ResponseFields() {}

    /** Passes everything that {@link ResponsePolicy} lets through, except the framing of HTTP/1. */
    public static void pass(ResponseHead head, Sink sink) {
        long dropped = ResponsePolicy.droppedForAnotherVersion(head);
        HeaderFields fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            if ((fields.name(field).bit() & dropped) == 0) {
                sink.field(
                        head.array(),
                        fields.lineStart(field),
                        fields.nameEnd(field),
                        fields.valueStart(field),
                        fields.valueEnd(field));
            }
        }
    }
}
