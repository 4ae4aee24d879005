/** The page on which somebody who has an API token confirms the code of a command that has none. */
package dev.webendpoints.api.signin;
