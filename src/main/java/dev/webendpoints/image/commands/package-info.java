/**
 * What the layer commands of the Modal client mean for a Python environment: text in, {@link
 * dev.webendpoints.image.commands.Step}s out. Pure functions; nothing here touches the disk, and no shell ever runs.
 *
 * <p>{@link dev.webendpoints.image.commands.Instruction} reads the Dockerfile's lines, {@link
 * dev.webendpoints.image.commands.Words} splits them as a shell would, {@link
 * dev.webendpoints.image.commands.LayerInterpreter} turns them into a {@link dev.webendpoints.image.commands.Plan}, and
 * {@link dev.webendpoints.image.commands.ContextCopy} says which file a {@code COPY} puts where.
 */
package dev.webendpoints.image.commands;
