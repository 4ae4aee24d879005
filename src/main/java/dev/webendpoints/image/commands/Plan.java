package dev.webendpoints.image.commands;

import java.util.List;

/**
 * What one layer asks for.
 *
 * @param settings what holds after its last step
 */
public record Plan(List<Step> steps, Settings settings) {}
