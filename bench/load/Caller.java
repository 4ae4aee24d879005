import java.io.IOException;
import java.util.Random;
import java.util.Set;

/** One way to use or misuse the gateway. Each call uses a new connection. */
enum Caller {
    /** Several requests, one after another. */
    POLITE("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            String status = "200";
            for (int i = random.nextInt(20); i >= 0 && status.equals("200"); i--) {
                wire.send(get("/") + "\r\n");
                status = answer(wire);
            }
            return status;
        }
    },
    WITH_TOKEN("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(head("GET / HTTP/1.1", CLOSED) + "Modal-Key: wk-bench\r\nModal-Secret: ws-bench\r\n\r\n");
            return answer(wire);
        }
    },
    WITHOUT_TOKEN("401") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(head("GET / HTTP/1.1", CLOSED) + "\r\n");
            return answer(wire);
        }
    },
    LOST("404") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(head("GET / HTTP/1.1", "bench--nowhere.localhost") + "\r\n");
            return answer(wire);
        }
    },
    MALFORMED("400") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(get("/") + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
            return answer(wire);
        }
    },
    UPLOADER("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            long length = size(random);
            wire.send(upload(length));
            wire.zeros(length);
            return answer(wire);
        }
    },
    CHUNKED_UPLOADER("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(head("POST /sink HTTP/1.1", OPEN) + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = random.nextInt(50); i >= 0; i--) {
                int length = 1 + random.nextInt(20_000);
                wire.send(Integer.toHexString(length) + "\r\n");
                wire.zeros(length);
                wire.send("\r\n");
            }
            wire.send("0\r\n\r\n");
            return answer(wire);
        }
    },
    UPLOAD_CUT("left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            long length = size(random);
            wire.send(upload(length));
            wire.zeros((long) (length * random.nextDouble()));
            return leave(wire, random);
        }
    },
    DOWNLOADER("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(get("/stream?bytes=" + size(random)) + "\r\n");
            return answer(wire);
        }
    },
    DOWNLOAD_CUT("left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            long length = size(random);
            int status = download(wire, length);
            if (status != 200) {
                return Integer.toString(status);
            }
            wire.skip((long) (length * random.nextDouble()));
            return leave(wire, random);
        }
    },
    SLOW_READER("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            int status = download(wire, 8 * MEGABYTE);
            if (status != 200) {
                return Integer.toString(status);
            }
            long first = wire.skip(random.nextInt(MEGABYTE));
            pause(random, 3000);
            return first + wire.skip(8 * MEGABYTE - first) == 8 * MEGABYTE ? "200" : "broken";
        }
    },
    IMPATIENT("left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(get("/wait?ms=300") + "\r\n");
            pause(random, 300);
            return leave(wire, random);
        }
    },
    WITHIN_HEAD("left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            String head = get("/") + "X-Filler: " + "x".repeat(500) + "\r\n";
            wire.send(head.substring(0, random.nextInt(head.length())));
            pause(random, 100);
            return leave(wire, random);
        }
    },
    PIPELINER("200") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            int count = 1 + random.nextInt(5);
            wire.send((get("/") + "\r\n").repeat(count));
            String status = "200";
            for (int i = 0; i < count && status.equals("200"); i++) {
                status = answer(wire);
            }
            return status;
        }
    },
    LISTENER("200", "left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            wire.send(get("/events?count=20&interval=20") + "\r\n");
            if (random.nextBoolean()) {
                return answer(wire);
            }
            pause(random, 400);
            return leave(wire, random);
        }
    },
    TALKER("101", "left") {
        @Override
        String call(Wire wire, Random random) throws IOException {
            int status = WebSocket.open(wire, OPEN);
            if (status != 101) {
                return Integer.toString(status);
            }
            for (int i = random.nextInt(50); i >= 0; i--) {
                WebSocket.send(wire, message(random), true);
                if (WebSocket.read(wire) == null) {
                    return "broken";
                }
            }
            return random.nextBoolean() ? close(wire) : leave(wire, random);
        }
    };

    private static final String OPEN = "bench--open.localhost";
    private static final String CLOSED = "bench--closed.localhost";
    private static final int MEGABYTE = 1 << 20;

    private final Set<String> expected;

    Caller(String... expected) {
        this.expected = Set.of(expected);
    }

    /** @return the last status, {@code left} if the caller did not wait for one, or {@code broken} */
    abstract String call(Wire wire, Random random) throws IOException;

    boolean expects(String outcome) {
        return expected.contains(outcome);
    }

    private static String get(String path) {
        return head("GET " + path + " HTTP/1.1", OPEN);
    }

    private static String upload(long length) {
        return head("POST /sink HTTP/1.1", OPEN) + "Content-Length: " + length + "\r\n\r\n";
    }

    private static String head(String firstLine, String host) {
        return firstLine + "\r\nHost: " + host + "\r\n";
    }

    /** @return the status; the body is still unread */
    private static int download(Wire wire, long length) throws IOException {
        wire.send(get("/stream?bytes=" + length) + "\r\n");
        return Message.read(wire).status();
    }

    private static String answer(Wire wire) throws IOException {
        Message answer = Message.read(wire);
        answer.skipBody(wire);
        return Integer.toString(answer.status());
    }

    private static String leave(Wire wire, Random random) throws IOException {
        if (random.nextBoolean()) {
            wire.reset();
        }
        return "left";
    }

    /** Mostly small, up to 2 MB. */
    private static long size(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(2 * MEGABYTE) : random.nextInt(20_000);
    }

    private static WebSocket.Frame message(Random random) {
        return new WebSocket.Frame(WebSocket.BINARY, new byte[random.nextInt(60_000)]);
    }

    private static String close(Wire wire) throws IOException {
        WebSocket.send(wire, new WebSocket.Frame(WebSocket.CLOSE, new byte[] {3, (byte) 232}), true);
        WebSocket.Frame last = WebSocket.read(wire);
        return last != null && last.opcode() == WebSocket.CLOSE ? "101" : "broken";
    }

    private static void pause(Random random, int millis) {
        Threads.sleepUntil(System.nanoTime() + random.nextInt(millis) * 1_000_000L);
    }
}
