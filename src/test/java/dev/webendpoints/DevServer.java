package dev.webendpoints;

import dev.webendpoints.boot.Main;

/** Starts everything in an IDE, in dev mode, as {@code ./mvnw quarkus:dev} does: database, server, gateway and examples. */
public final class DevServer {

    private DevServer() {}

    /** Takes Quarkus's arguments; none are needed. */
    public static void main(String... arguments) {
        System.setProperty("quarkus.profile", "dev");
        Main.main(arguments);
    }
}
