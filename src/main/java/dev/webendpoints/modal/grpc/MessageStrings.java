package dev.webendpoints.modal.grpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/**
 * Finds text in a call's message that cannot be stored: a null character in any field, which PostgreSQL rejects in
 * text, and any other control character in a field that names something.
 */
final class MessageStrings {

    /** Fields that name something, by the last part of the field name. */
    private static final Set<String> NAMES = Set.of("name", "tag", "label", "labels", "domain", "domains", "id", "ids");

    private MessageStrings() {}

    /** @return a message about the first such field */
    static Optional<String> firstProblem(Message message) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            List<?> values = field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
            for (Object value : values) {
                Optional<String> problem = value instanceof Message inner
                        ? firstProblem(inner)
                        : value instanceof String text ? problem(field.getKey().getName(), text) : Optional.empty();
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(String field, String text) {
        boolean names = NAMES.contains(field.substring(field.lastIndexOf('_') + 1));
        return text.chars()
                .filter(c -> c == 0 || names && Character.isISOControl(c))
                .mapToObj(c -> String.format("%s has the control character U+%04X, which is not allowed.", field, c))
                .findFirst();
    }
}
