package dev.webendpoints.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * A real DNS server on a free UDP port of this machine, which knows the TXT records that the test has given it. They are
 * system properties: the test and this class do not share a class loader.
 */
public final class DnsForTests implements QuarkusTestResourceLifecycleManager {

    private static final String PREFIX = "test.txt.";
    private static final int HEADER = 12;
    private static final int NAME_ERROR = 3;

    private DatagramSocket socket;

    /** From now on these are the values of the name's records; without any there is no such name. */
    public static void records(String name, String... values) {
        System.setProperty(PREFIX + name, String.join(",", values));
    }

    @Override
    public Map<String, String> start() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread server = new Thread(this::serve, "dns-for-tests");
        server.setDaemon(true);
        server.start();
        return Map.of(
                "webendpoints.gateway.domains.resolver",
                "127.0.0.1:" + socket.getLocalPort(),
                "webendpoints.gateway.domains.allowed",
                "vouched.example,domains-vip=vip.example");
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                socket.receive(query);
                byte[] answer = answer(Arrays.copyOf(buffer, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException closed) {
                // The loop's condition says whether to go on.
            }
        }
    }

    /** RFC 1035 §4: the question is repeated, each answer points back to its name. */
    private static byte[] answer(byte[] query) {
        int nameEnd = HEADER;
        StringBuilder name = new StringBuilder();
        while (query[nameEnd] != 0) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(new String(query, nameEnd + 1, query[nameEnd], StandardCharsets.US_ASCII));
            nameEnd += query[nameEnd] + 1;
        }
        List<String> values = Arrays.stream(
                        System.getProperty(PREFIX + name, "").split(","))
                .filter(value -> !value.isEmpty())
                .toList();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(query, 0, 2);
        answer.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | (values.isEmpty() ? NAME_ERROR : 0)), 0, 1, 0});
        answer.writeBytes(new byte[] {(byte) values.size(), 0, 0, 0, 0});
        answer.write(query, HEADER, nameEnd + 5 - HEADER);
        values.forEach(value -> answer.writeBytes(record(value)));
        return answer.toByteArray();
    }

    private static byte[] record(String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, 16, 0, 1, 0, 0, 0, 1, 0, (byte) (text.length + 1)});
        record.write(text.length);
        record.writeBytes(text);
        return record.toByteArray();
    }

    @Override
    public void stop() {
        socket.close();
    }
}
