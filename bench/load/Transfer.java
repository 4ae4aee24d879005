import java.io.IOException;

/**
 * One large body.
 *
 * <p>Arguments: target, host, {@code upload} or {@code download} or {@code stall}, bytes; for {@code stall} also how
 * many bytes to read first, and for how many seconds then to read nothing before disconnecting.
 */
final class Transfer {

    public static void main(String[] arguments) throws Exception {
        long bytes = Long.parseLong(arguments[3]);
        long start = System.nanoTime();
        try (Wire wire = Wire.to(arguments[0])) {
            switch (arguments[2]) {
                case "upload" -> upload(wire, arguments[1], bytes);
                case "download" -> download(wire, arguments[1], bytes).skipBody(wire);
                case "stall" -> {
                    download(wire, arguments[1], bytes);
                    wire.skip(Long.parseLong(arguments[4]));
                    Threads.sleepUntil(System.nanoTime() + Long.parseLong(arguments[5]) * 1_000_000_000);
                }
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("seconds=%.2f rate=%.0f%n", seconds, bytes / seconds / (1 << 20));
    }

    private static void upload(Wire wire, String host, long bytes) throws IOException {
        wire.send("POST /sink HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + bytes + "\r\n\r\n");
        wire.zeros(bytes);
        Message answer = checked(Message.read(wire));
        String length = new String(wire.bytes(Integer.parseInt(answer.fields().get("content-length"))));
        if (!length.equals(Long.toString(bytes))) {
            throw new IOException(length + " of " + bytes + " bytes arrived");
        }
    }

    private static Message download(Wire wire, String host, long bytes) throws IOException {
        wire.send("GET /stream?bytes=" + bytes + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return checked(Message.read(wire));
    }

    private static Message checked(Message answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("status " + answer.status());
        }
        return answer;
    }
}
