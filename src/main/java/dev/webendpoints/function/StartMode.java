package dev.webendpoints.function;

/** How the workers of a function start, where the machine supports it. */
public enum StartMode {

    /** As new processes: the modules that the code imports do not survive a fork. */
    FRESH,

    /** Forked from a process that has imported the modules that all functions of the image import. */
    FORKED,

    /** Forked from a process that has loaded the function's own code and run its snapshot hooks. */
    SNAPSHOT
}
