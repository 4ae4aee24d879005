/**
 * The whole way, from outside: the packaged server as a child process, the real Modal client as another, and requests to
 * the URLs that it prints. {@code LiveServer} and {@code ModalCli} start them; where PyPI is out of reach the tests say so
 * and are skipped, which fails where {@code CI=true}.
 */
package dev.webendpoints.e2e;
