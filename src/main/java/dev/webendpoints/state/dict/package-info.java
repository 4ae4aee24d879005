/**
 * The entries of dicts. Keys are compared byte by byte. An entry that was neither read nor written for seven days does not
 * exist any more; reads are recorded once an hour, so that most of them write nothing.
 */
package dev.webendpoints.state.dict;
