package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment that uv runs in: the operator's settings for package indexes, proxies and certificates, pip's
 * variables and configuration files translated to uv's where uv does not read them, and nothing else of the server's
 * environment.
 */
public final class InstallerEnvironment {

    private static final Set<String> PASSED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "TZ",
            "NETRC",
            "XDG_CONFIG_HOME",
            "XDG_CONFIG_DIRS",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE");
    private static final Set<String> PASSED_PREFIXES = Set.of("PIP_", "UV_", "SSL_CERT_");

    /** A layer's variables reach uv, as they would in a container, except those that would redirect it. */
    private static final Set<String> NEVER_FROM_AN_IMAGE = Set.of(
            "PATH",
            "HOME",
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "PYTHONHOME",
            "PYTHONPATH",
            "PYTHONSTARTUP",
            "TMPDIR",
            "UV_CACHE_DIR",
            "UV_CONFIG_FILE",
            "UV_PYTHON",
            "UV_PYTHON_INSTALL_DIR",
            "UV_SYSTEM_PYTHON",
            "UV_WORKING_DIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME");

    private InstallerEnvironment() {}

    /**
     * @param host the server's environment
     * @param image the variables of the image so far
     * @param cache uv's download cache, unless the operator sets another
     */
    public static Map<String, String> of(Map<String, String> host, Map<String, String> image, Path cache) {
        Map<String, String> environment = new HashMap<>();
        host.forEach((name, value) -> {
            if (passes(name)) {
                environment.put(name, value);
            }
        });
        image.forEach((name, value) -> {
            if (!NEVER_FROM_AN_IMAGE.contains(name)) {
                environment.put(name, value);
            }
        });
        PipConfiguration.of(environment).forEach(environment::putIfAbsent);
        translatePip(environment);
        environment.putIfAbsent("UV_CACHE_DIR", cache.toString());
        environment.put("UV_PYTHON_DOWNLOADS", "never");
        environment.put("UV_NO_PROGRESS", "1");
        environment.put("NO_COLOR", "1");
        return environment;
    }

    private static boolean passes(String name) {
        return PASSED.contains(name.toUpperCase(Locale.ROOT))
                || PASSED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static void translatePip(Map<String, String> environment) {
        translate(environment, "PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", " ");
        translate(environment, "PIP_EXTRA_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_INDEX", " ");
        translate(environment, "PIP_FIND_LINKS", "UV_FIND_LINKS", "UV_FIND_LINKS", ",");
        translate(environment, "PIP_TRUSTED_HOST", "UV_INSECURE_HOST", "UV_INSECURE_HOST", " ");
        translate(environment, "PIP_CERT", "SSL_CERT_FILE", "SSL_CERT_FILE", " ");
        translate(environment, "PIP_DEFAULT_TIMEOUT", "UV_HTTP_TIMEOUT", "UV_HTTP_TIMEOUT", " ");
        if (environment.containsKey("PIP_EXTRA_INDEX_URL")) {
            environment.putIfAbsent("UV_INDEX_STRATEGY", "unsafe-best-match");
        }
    }

    /** @param other a uv variable with the same meaning; it takes precedence if the operator set it */
    private static void translate(
            Map<String, String> environment, String pip, String uv, String other, String separator) {
        String value = environment.get(pip);
        if (value != null && !environment.containsKey(other)) {
            environment.putIfAbsent(uv, value.strip().replaceAll("\\s+", separator));
        }
    }
}
