package dev.webendpoints.image.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that an operator's settings for installers name: certificates, local packages, uv's configuration. */
final class OperatorFiles {

    private static final List<String> VARIABLES = List.of(
            "CURL_CA_BUNDLE",
            "NETRC",
            "PIP_CERT",
            "PIP_CLIENT_CERT",
            "PIP_FIND_LINKS",
            "REQUESTS_CA_BUNDLE",
            "SSL_CERT_DIR",
            "SSL_CERT_FILE",
            "UV_BUILD_CONSTRAINT",
            "UV_CONFIG_FILE",
            "UV_CONSTRAINT",
            "UV_DEFAULT_INDEX",
            "UV_EXTRA_INDEX_URL",
            "UV_FIND_LINKS",
            "UV_INDEX",
            "UV_INDEX_URL",
            "UV_OVERRIDE");

    private OperatorFiles() {}

    static Stream<Path> of(Map<String, String> settings) {
        Stream<Path> named = VARIABLES.stream()
                .map(settings::get)
                .filter(Objects::nonNull)
                .flatMap(value -> Arrays.stream(value.split("[\\s,]+")))
                .map(value -> value.startsWith("file://") ? value.substring("file://".length()) : value)
                .filter(value -> value.startsWith("/"))
                .map(Path::of);
        return Stream.concat(named, configHome(settings).map(home -> home.resolve("uv")).stream());
    }

    /** Returns the configuration home of the server's user if it contains uv's configuration. */
    static Optional<Path> configHome(Map<String, String> settings) {
        String home = settings.getOrDefault("HOME", "/");
        Path config = Path.of(settings.getOrDefault("XDG_CONFIG_HOME", home + "/.config"));
        return Optional.of(config).filter(path -> Files.isDirectory(path.resolve("uv")));
    }
}
