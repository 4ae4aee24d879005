import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The head of a request or a response. */
record Message(String[] firstLine, Map<String, String> fields) {

    static Message read(Wire wire) throws IOException {
        String[] firstLine = wire.line().split(" ", 3);
        Map<String, String> fields = new HashMap<>();
        for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        return new Message(firstLine, fields);
    }

    int status() {
        return Integer.parseInt(firstLine[1]);
    }

    String path() {
        return firstLine[1].split("\\?", 2)[0];
    }

    /** Returns a number in the query of a request. */
    long query(String name, long otherwise) {
        String[] parts = firstLine[1].split("\\?", 2);
        for (String pair : parts.length == 2 ? parts[1].split("&") : new String[0]) {
            if (pair.startsWith(name + "=")) {
                return Long.parseLong(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    /** Reads and discards the body. @return its length; throws an EOFException if it is cut off */
    long skipBody(Wire wire) throws IOException {
        if ("chunked".equals(fields.get("transfer-encoding"))) {
            return skipChunks(wire);
        }
        long length = Long.parseLong(fields.getOrDefault("content-length", "0"));
        skip(wire, length);
        return length;
    }

    private static long skipChunks(Wire wire) throws IOException {
        long total = 0;
        for (long size = size(wire); size > 0; size = size(wire)) {
            skip(wire, size);
            wire.line();
            total += size;
        }
        while (!wire.line().isEmpty()) {
            // Trailers.
        }
        return total;
    }

    private static long size(Wire wire) throws IOException {
        return Long.parseLong(wire.line(), 16);
    }

    private static void skip(Wire wire, long length) throws IOException {
        long skipped = wire.skip(length);
        if (skipped < length) {
            throw new EOFException("ended after " + skipped + " of " + length);
        }
    }
}
