/**
 * Apps, their functions and their served deployments.
 *
 * <p>A deploy first creates an {@link dev.webendpoints.app.App} and defines {@link dev.webendpoints.app.Functions}, which
 * does not change what is served; {@link dev.webendpoints.app.publication} then makes those definitions the served
 * deployment. {@link dev.webendpoints.app.Apps} also stops apps and reaps those whose client is lost. This package does not
 * depend on gRPC, images on disk, workers or requests.
 */
package dev.webendpoints.app;
