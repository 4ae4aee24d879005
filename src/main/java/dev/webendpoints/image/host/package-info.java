/**
 * The programs of this host that images are made with: its Python interpreters, {@code uv}, and how a program is run:
 * bounded in time and output, ended with the server, and confined where it runs the code of packages. Everything here blocks: it belongs on an image build's thread.
 *
 * <p>It must not know what an image is.
 */
package dev.webendpoints.image.host;
