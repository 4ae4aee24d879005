/**
 * The rollout controller: what happens after a deployment was published.
 *
 * <ol>
 *   <li>{@code Rollout} is notified of the published endpoints, and {@link dev.webendpoints.routing.Routes} are rebuilt and
 *       swapped. {@code RouteWatch} does the same for changes of other servers.
 *   <li>{@code Rollout} switches the pools to the new versions, which {@code DeployedVersions} looks up. Old workers serve
 *       until the new version has a ready one.
 *   <li>{@code ZygotePrewarmer} starts the zygote of a version's image, so that its first worker is forked.
 *   <li>{@code PoolScaling} applies autoscaler settings, and starts the workers that a version keeps
 *       ({@code ScalingPolicies}).
 * </ol>
 *
 * <p>{@code WorkersAsContainers} reports running workers in the words of the Modal client.
 */
package dev.webendpoints.serving;
