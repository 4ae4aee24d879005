import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Threads and waiting for blocking programs. */
final class Threads {

    interface Work {
        void run() throws Exception;
    }

    private Threads() {}

    static Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                e.printStackTrace();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Runs the given number of threads; returns when all have ended. */
    static void together(int count, Work work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(start(work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** @param due on the clock of {@link System#nanoTime} */
    static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
