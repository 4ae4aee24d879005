package dev.webendpoints.api;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Describes both bounds of a number; a violation itself has only the violated one. */
final class AllowedRange {

    private AllowedRange() {}

    /** Returns {@code from 1 to 1000} if the generated interface has both bounds, else text for the single bound. */
    static String around(ConstraintViolation<?> violation, String oneSided, Object bound) {
        Annotation[] annotations = parameterOf(violation);
        Optional<Min> min = find(annotations, Min.class);
        Optional<Max> max = find(annotations, Max.class);
        return min.isPresent() && max.isPresent()
                ? "from " + min.get().value() + " to " + max.get().value()
                : oneSided + bound;
    }

    private static Annotation[] parameterOf(ConstraintViolation<?> violation) {
        Path.MethodNode called = null;
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.METHOD) {
                called = node.as(Path.MethodNode.class);
            } else if (node.getKind() == ElementKind.PARAMETER && called != null) {
                return annotations(violation.getRootBeanClass(), called, node.as(Path.ParameterNode.class));
            }
        }
        return new Annotation[0];
    }

    /** Reads them from the interface's method, where the generator writes the bounds of the OpenAPI document. */
    private static Annotation[] annotations(Class<?> resource, Path.MethodNode called, Path.ParameterNode parameter) {
        Class<?>[] types = called.getParameterTypes().toArray(Class<?>[]::new);
        return Stream.<Class<?>>iterate(resource, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getInterfaces()))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getName().equals(called.getName()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), types))
                .map(Method::getParameterAnnotations)
                .map(all -> all[parameter.getParameterIndex()])
                .findFirst()
                .orElse(new Annotation[0]);
    }

    private static <A extends Annotation> Optional<A> find(Annotation[] annotations, Class<A> type) {
        return Arrays.stream(annotations)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
