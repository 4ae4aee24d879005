/**
 * The programs of this host that images are built with: its Python interpreters, {@code uv}, and how a program is run:
 * bounded in time and output, ended with the server, and confined where it runs the code of packages. Everything here
 * blocks and must run on an image build's thread.
 *
 * <p>This package must not depend on what an image is.
 */
package dev.webendpoints.image.host;
