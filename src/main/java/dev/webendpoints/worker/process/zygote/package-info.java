/**
 * Zygotes: warm Python processes that fork workers.
 *
 * <p>{@link dev.webendpoints.worker.process.zygote.Zygotes} keeps a few, one for each {@code ZygoteKey}, and a worker's
 * start claims the one that suits it. A {@link dev.webendpoints.worker.process.zygote.Zygote} follows its process, whose
 * untrusted {@code ZygoteMessage}s say when it is warm and what it forked. Its {@code ForkedWorkers} ask it for a
 * {@link dev.webendpoints.worker.process.zygote.ForkedProcess} and end with it. Must not know the life of a worker.
 */
package dev.webendpoints.worker.process.zygote;
