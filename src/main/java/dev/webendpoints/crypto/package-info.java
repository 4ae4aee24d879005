/**
 * Encrypts what must not be readable in the database: secrets and the private signing key. One key serves all of it and
 * is checked against the database at every start. Depends only on the JDK and the database pool.
 */
package dev.webendpoints.crypto;
