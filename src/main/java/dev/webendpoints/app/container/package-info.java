/**
 * Workers as containers of their workspace, also after they have ended: {@link
 * dev.webendpoints.app.container.ContainerHistory}.
 */
package dev.webendpoints.app.container;
