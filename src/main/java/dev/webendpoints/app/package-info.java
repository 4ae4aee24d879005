/**
 * Apps, their functions and their served deployments.
 *
 * <p>A deploy first creates an {@link dev.webendpoints.app.App} and defines {@link dev.webendpoints.app.Functions},
 * which does not change what is served; {@link dev.webendpoints.app.AppPublication} then makes those definitions the served
 * deployment, with their endpoints, in one transaction. {@link dev.webendpoints.app.Apps} also stops apps and reaps
 * those whose client is lost. {@link dev.webendpoints.app.Autoscaling} stores autoscaler settings that override a
 * function's code until its next deployment, within {@link dev.webendpoints.app.AutoscalerRules}. Functions refer to
 * {@link dev.webendpoints.app.Secrets} and {@link dev.webendpoints.app.Volumes}.
 * {@link dev.webendpoints.app.VersionCollector} deletes old definitions, {@link dev.webendpoints.app.AppCollector}
 * apps that ended some time ago. This package does not depend on gRPC, images on disk, workers or requests.
 */
package dev.webendpoints.app;
