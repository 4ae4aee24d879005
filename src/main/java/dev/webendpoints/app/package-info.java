/**
 * Apps, their functions, and what of them is served.
 *
 * <p>A deploy first creates an {@link dev.webendpoints.app.App} and defines {@link dev.webendpoints.app.Functions}, which
 * changes nothing that is served; {@link dev.webendpoints.app.Publishing} then makes those definitions the served
 * deployment, with their endpoints, in one transaction. {@link dev.webendpoints.app.Apps} also stops apps and reaps those
 * whose client is gone; {@link dev.webendpoints.app.Autoscaling} keeps what was set of a function's scaling since its
 * deployment, within {@link dev.webendpoints.app.AutoscalerRules}; {@link dev.webendpoints.app.Secrets} and {@link dev.webendpoints.app.Volumes} are what functions
 * refer to. {@link dev.webendpoints.app.VersionCollector} deletes old definitions, {@link dev.webendpoints.app.AppCollector}
 * apps that ended a while ago. Nothing here knows of gRPC, images on disk, workers or requests.
 */
package dev.webendpoints.app;
