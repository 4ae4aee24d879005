/**
 * Garbage collection in the database: {@link dev.webendpoints.app.collection.VersionCollector} deletes old definitions,
 * {@link dev.webendpoints.app.collection.AppCollector} apps that ended some time ago.
 */
package dev.webendpoints.app.collection;
