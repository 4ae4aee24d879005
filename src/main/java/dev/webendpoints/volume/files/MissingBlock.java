package dev.webendpoints.volume.files;

/** A block that a client has to send. @param token the right to send it, for {@code PUT /volume-blocks/<token>} */
public record MissingBlock(int file, int block, String token) {}
