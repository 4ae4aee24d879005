package dev.webendpoints.modal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.modal.generated.CustomDomainConfig;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.modal.grpc.CallRejected;

/** Reads the web methods of a function or of a class. */
final class WebMethodReader {

    private static final Pattern DEV_SUFFIX = Pattern.compile("[a-z0-9]{0,8}");

    /** The name of the only web method of a function. */
    private static final String OF_FUNCTION = "";

    private static final String DEFAULT_HTTP_METHOD = "GET";

    private WebMethodReader() {}

    /**
     * @param own the configuration of a function; has no kind for a class or a function without a URL
     * @param methods the methods of a class, by name
     * @return the web methods in the order of their names, so that equal definitions are equal
     */
    static List<WebMethod> read(WebhookConfig own, Map<String, MethodDefinition> methods) {
        List<WebMethod> found = new ArrayList<>();
        if (hasUrl(own)) {
            found.add(read(OF_FUNCTION, own));
        }
        new TreeMap<>(methods).forEach((name, method) -> {
            if (hasUrl(method.getWebhookConfig())) {
                found.add(read(name, method.getWebhookConfig()));
            }
        });
        return List.copyOf(found);
    }

    private static boolean hasUrl(WebhookConfig config) {
        return config.getType() != WebhookConfig.Kind.NO_URL;
    }

    private static WebMethod read(String name, WebhookConfig config) {
        EndpointKind kind = kind(config);
        return new WebMethod(
                name,
                kind,
                kind == EndpointKind.FASTAPI_ENDPOINT ? httpMethod(config) : "",
                config.getWebEndpointDocs(),
                config.getWebServerPort(),
                config.getWebServerStartupTimeout(),
                config.getRequestedSuffix().isEmpty() ? null : config.getRequestedSuffix(),
                config.getRequiresProxyAuth(),
                devSuffix(config),
                config.getCustomDomainsList().stream()
                        .map(CustomDomainConfig::getName)
                        .toList());
    }

    /** Hostnames are lower case, regardless of the user's configuration. */
    private static String devSuffix(WebhookConfig config) {
        String suffix = config.getEphemeralSuffix().toLowerCase(Locale.ROOT);
        if (!DEV_SUFFIX.matcher(suffix).matches()) {
            throw CallRejected.invalid("The dev suffix '" + config.getEphemeralSuffix()
                    + "' is not valid: it has up to 8 characters, each a letter or a digit.");
        }
        return suffix;
    }

    private static EndpointKind kind(WebhookConfig config) {
        return switch (config.getType()) {
            case FUNCTION -> EndpointKind.FASTAPI_ENDPOINT;
            case ASGI_APP -> EndpointKind.ASGI_APP;
            case WSGI_APP -> EndpointKind.WSGI_APP;
            case WEB_SERVER -> EndpointKind.WEB_SERVER;
            default ->
                throw CallRejected.unsupported("Web functions of type " + config.getTypeValue()
                        + " are not supported by Web Endpoints, which knows fastapi_endpoint, asgi_app, wsgi_app and"
                        + " web_server.");
        };
    }

    private static String httpMethod(WebhookConfig config) {
        return config.getMethod().isEmpty()
                ? DEFAULT_HTTP_METHOD
                : config.getMethod().toUpperCase(Locale.ROOT);
    }
}
