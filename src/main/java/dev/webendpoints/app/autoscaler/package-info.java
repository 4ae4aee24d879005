/**
 * Autoscaler settings. {@link dev.webendpoints.app.autoscaler.Autoscaling} stores settings that override a function's code
 * until its next deployment, within {@link dev.webendpoints.app.autoscaler.AutoscalerRules}.
 */
package dev.webendpoints.app.autoscaler;
