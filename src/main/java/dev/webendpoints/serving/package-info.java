/**
 * The rollout controller: what happens after a deployment was published.
 *
 * <ol>
 *   <li>{@link dev.webendpoints.database.ChangeFeed} announces the published app, through whatever server, and
 *       {@link dev.webendpoints.routing.Routes} are swapped.
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
