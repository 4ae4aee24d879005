package dev.webendpoints.image.commands;

import java.util.List;

/**
 * The steps and settings of one layer.
 *
 * @param settings the settings after its last step
 */
public record LayerPlan(List<LayerStep> steps, OptionValues settings) {}
