package dev.webendpoints.api;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import dev.webendpoints.api.generated.ApiTokensApi;
import dev.webendpoints.api.generated.ProxyTokensApi;
import dev.webendpoints.api.generated.TokensApi;
import dev.webendpoints.api.generated.WebEndpointsApi;
import dev.webendpoints.api.generated.WorkspacesApi;

/** Finds the methods of a path for the Allow header of a 405, required by RFC 9110 §15.5.6; the REST layer omits it. */
final class AllowedMethods {

    private AllowedMethods() {}

    /** @param path the path below {@code /v1}, with its leading slash */
    static String of(String path) {
        return Stream.of(
                        WebEndpointsApi.class,
                        ProxyTokensApi.class,
                        ApiTokensApi.class,
                        WorkspacesApi.class,
                        TokensApi.class)
                .flatMap(api -> Arrays.stream(api.getMethods()))
                .filter(operation -> path.matches(pattern(operation)))
                .flatMap(AllowedMethods::httpMethod)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String pattern(Method operation) {
        String below = Optional.ofNullable(operation.getAnnotation(Path.class))
                .map(Path::value)
                .orElse("");
        String template =
                operation.getDeclaringClass().getAnnotation(Path.class).value() + below;
        return template.replaceAll("\\{[^}]*\\}", "[^/]+");
    }

    private static Stream<String> httpMethod(Method operation) {
        return Arrays.stream(operation.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(HttpMethod::value);
    }
}
