/** What uploads and downloads over plain HTTP on the control port have in common: bodies and failures. */
package dev.webendpoints.transfer;
