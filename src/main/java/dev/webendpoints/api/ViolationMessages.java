package dev.webendpoints.api;

import java.util.Map;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Describes violated bounds of the OpenAPI document: the parameter, its value, and the allowed range. */
final class ViolationMessages {

    private ViolationMessages() {}

    static String sentence(ConstraintViolation<?> violation) {
        Map<String, Object> bounds = violation.getConstraintDescriptor().getAttributes();
        Class<?> rule = violation.getConstraintDescriptor().getAnnotation().annotationType();
        String name = name(violation.getPropertyPath());
        if (rule == NotNull.class) {
            return "The request needs a body.";
        }
        if (rule == Min.class || rule == Max.class) {
            return name + " is " + violation.getInvalidValue() + ", but must be a whole number "
                    + AllowedRange.around(
                            violation, rule == Min.class ? "of at least " : "of at most ", bounds.get("value"))
                    + ".";
        }
        if (rule == Size.class) {
            return name + " is too long: it may have " + bounds.get("max") + " characters.";
        }
        return name + " " + violation.getMessage() + ".";
    }

    private static String name(Path path) {
        String last = "";
        for (Path.Node node : path) {
            last = node.getName();
        }
        return last;
    }
}
