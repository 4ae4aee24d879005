/**
 * Translates the layer commands of the Modal client to {@link dev.webendpoints.image.commands.LayerStep}s for a Python
 * environment. Pure functions; nothing here accesses the disk, and no shell ever runs.
 *
 * <p>{@link dev.webendpoints.image.commands.Instruction} parses the Dockerfile's lines,
 * {@link dev.webendpoints.image.commands.ShellWords} splits them as a shell would,
 * {@link dev.webendpoints.image.commands.LayerInterpreter} turns them into a
 * {@link dev.webendpoints.image.commands.LayerPlan}, and {@link dev.webendpoints.image.commands.ContextCopy} determines the
 * targets of a {@code COPY}.
 */
package dev.webendpoints.image.commands;
