package dev.webendpoints.modal;

import java.util.Map;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Tells messages that say something from those that are only there. */
final class MessageValues {

    private MessageValues() {}

    /** Returns whether the message, or one in it, has a field with a value; fields that are unknown here count. */
    static boolean isThere(Message message) {
        return !message.getUnknownFields().asMap().isEmpty()
                || message.getAllFields().entrySet().stream().anyMatch(MessageValues::hasValue);
    }

    private static boolean hasValue(Map.Entry<FieldDescriptor, Object> field) {
        boolean message = field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return !message || field.getKey().isRepeated() || isThere((Message) field.getValue());
    }
}
