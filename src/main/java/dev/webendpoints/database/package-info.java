/**
 * Monitors whether the database answers. One monitor lets every user of the database reject with a message, wait, or do
 * without it, and logs an outage once. Does not depend on what is stored there.
 */
package dev.webendpoints.database;
