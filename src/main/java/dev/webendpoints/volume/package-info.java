/**
 * Volumes: named directories of a workspace that functions mount. Their files are on disk, their records in the database.
 */
package dev.webendpoints.volume;
