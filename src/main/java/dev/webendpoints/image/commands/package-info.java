/**
 * Translates the layer commands of the Modal client to {@link dev.webendpoints.image.commands.Step}s for a Python
 * environment. Pure functions; nothing here accesses the disk, and no shell ever runs.
 *
 * <p>{@link dev.webendpoints.image.commands.Instruction} parses the Dockerfile's lines,
 * {@link dev.webendpoints.image.commands.Words} splits them as a shell would,
 * {@link dev.webendpoints.image.commands.LayerInterpreter} turns them into a
 * {@link dev.webendpoints.image.commands.Plan}, and {@link dev.webendpoints.image.commands.ContextCopy} determines the
 * targets of a {@code COPY}.
 */
package dev.webendpoints.image.commands;
