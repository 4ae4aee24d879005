/**
 * Seals what must not be readable in the database: secrets and the private signing key. One key for all, checked against
 * the database at every start. Knows the JDK and the database's pool only.
 */
package dev.webendpoints.crypto;
