package dev.webendpoints.modal;

/** How a function is treated that asks for a GPU, which no worker has. */
enum GpuPolicy {
    /** Its deploy fails. */
    REFUSE,
    /** It runs on the CPU, and its deploy prints a warning. */
    IGNORE
}
