package dev.webendpoints.function;

/** The types of a class's parameters whose values can be written in a query. */
public enum ParameterType {
    STR,
    INT,
    BYTES
}
