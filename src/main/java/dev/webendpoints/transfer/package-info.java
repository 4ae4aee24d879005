/** What uploads and downloads over plain HTTP on the control port have in common: the answers to those that fail. */
package dev.webendpoints.transfer;
