/**
 * Whether the database answers: looked at in one place, so that everything that needs it can refuse in a sentence, wait, or
 * do without, and the log names an outage once. Knows nothing of what is kept there.
 */
package dev.webendpoints.database;
