package dev.webendpoints.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.function.CallSchedule;

/** The form of a schedule in the database: JSON whose members have a fixed order, so that equal ones are equal texts. */
final class StoredSchedule {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredSchedule() {}

    static String write(CallSchedule schedule) {
        try {
            return JSON.writeValueAsString(schedule);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers is always written", e);
        }
    }

    static CallSchedule read(String stored) {
        try {
            return JSON.readValue(stored, CallSchedule.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored schedule is damaged", e);
        }
    }
}
