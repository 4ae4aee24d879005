package dev.webendpoints.call.store;

import java.util.List;

/** Some outputs of a call. @param unfinished number of inputs without an output */
public record CallOutputs(int unfinished, List<CallOutput> items) {}
