/**
 * An image definition in, a Python environment on disk out; built once however many ask, shared by all that a workspace
 * deploys.
 *
 * <p>{@link dev.webendpoints.image.Images} takes the layers that the Modal client sends, and lets it follow a build.
 * {@link dev.webendpoints.image.ImageEnvironments} answers a worker with what it needs to start. Between them: {@code
 * Recipes} gives a definition its content hash, {@code Builds} makes one build of however many ask, {@code Layers} does
 * the work by the steps that {@link dev.webendpoints.image.commands} reads, {@code Environments} keeps the results, and
 * {@code Packages} keeps the {@code modal} package and the worker's own, which all images of one Python version share.
 *
 * <p>One layer is one directory {@code <data-dir>/images/<content hash>}, which appears when it is finished:
 *
 * <ul>
 *   <li>A layer that installs nothing uses its base's virtual environment.
 *   <li>A layer that installs something gets a copy of it, by reflinks where the file system has them, and installs
 *       there: environments are made relocatable. What it still has in common with its base once a confined build has
 *       ended is kept once, by hard links.
 *   <li>Files that it copies are in {@code rootfs}, by the same rule.
 * </ul>
 *
 * <p>Installing runs the code of what is installed. Where bubblewrap works, a build sees its own layer's directory, its
 * workspace's cache, the interpreter and the system, and can write to the first two only. Layers and caches belong to one
 * workspace, for they are as trustworthy as the code that ran in them: nothing that one workspace's builds can write to,
 * through a hard link either, is ever another's. {@code Packages} are the server's own and made outside of all this.
 *
 * <p>{@code DiskCollector} removes layers, packages and caches that no served function needs, by their last use, which
 * {@code LastUse} keeps; {@code ImageCollector} forgets images that nothing refers to. {@link
 * dev.webendpoints.image.ServedImages} says what is needed.
 *
 * <p>It must not know what asks for an image: neither apps nor gRPC.
 */
package dev.webendpoints.image;
