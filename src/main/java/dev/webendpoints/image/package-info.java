/**
 * Builds Python environments on disk from image definitions, once for all concurrent requests, shared by all that a
 * workspace deploys.
 *
 * <p>{@link dev.webendpoints.image.Images} accepts the layers that the Modal client sends, and lets it follow a build.
 * {@link dev.webendpoints.image.ImageEnvironments} returns what a worker needs to start. Between them, {@code ImageRecipes}
 * computes the content hash of a definition, {@code BuildScheduler} merges concurrent requests into one build, {@code Layers}
 * performs the steps that {@link dev.webendpoints.image.commands} reads, {@code LayerStore} stores the results, and
 * {@code WorkerPackages} stores the {@code modal} package and the worker's own packages, which all images of one Python
 * version share.
 *
 * <p>A layer is a directory {@code <data-dir>/images/<content hash>}, which appears when it is finished:
 *
 * <ul>
 *   <li>A layer that installs nothing uses its base's virtual environment.
 *   <li>A layer that installs something gets a copy of it, by reflinks if the file system supports them, and installs
 *       there: environments are relocatable. Files that are still equal to those of its base after a confined build are
 *       stored once, by hard links.
 *   <li>Files that it copies are in {@code rootfs}, by the same rule.
 * </ul>
 *
 * <p>Installing runs the code of what is installed. If bubblewrap works, a build sees its own layer's directory, its
 * workspace's cache, the interpreter and the system, and can write only to the first two. Layers and caches belong to
 * one workspace, because they are only as trustworthy as the code that ran in them: nothing that the builds of one
 * workspace can write to, including through a hard link, is ever used by another workspace. {@code WorkerPackages} belong to
 * the server and are created outside of all this.
 *
 * <p>{@code DiskCollector} removes layers, packages and caches that no served function needs, by their last use, which
 * {@code LastUse} records; {@code ImageCollector} deletes the records of images that are not referenced.
 * {@link dev.webendpoints.image.ServedImages} reports what is needed.
 *
 * <p>This package must not depend on what requests an image, neither apps nor gRPC.
 */
package dev.webendpoints.image;
