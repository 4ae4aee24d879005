package dev.webendpoints.modal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Timestamp;

import dev.webendpoints.logs.LogLine;
import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.modal.generated.AppCountLogsResponse;
import dev.webendpoints.modal.generated.AppCountLogsResponse.LogBucket;
import dev.webendpoints.modal.generated.TaskLogs;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.grpc.CallRejected;

/** Converts log lines to the client's messages. */
final class LogMessages {

    /** Ends the stream because the app is stopped. The client ignores everything else in such a batch. */
    static final TaskLogsBatch DONE =
            TaskLogsBatch.newBuilder().setAppDone(true).build();

    /** Maximum number of lines of a batch: a client that resumes receives again the whole batch that it had in part. */
    private static final int BATCH = 500;

    private LogMessages() {}

    /** Groups consecutive lines of one worker into batches. */
    static List<TaskLogsBatch> batches(List<LogLine> lines) {
        List<TaskLogsBatch> batches = new ArrayList<>();
        TaskLogsBatch.Builder batch = null;
        LogSource source = null;
        for (LogLine line : lines) {
            if (batch == null || !line.source().equals(source) || batch.getItemsCount() == BATCH) {
                if (batch != null) {
                    batches.add(batch.build());
                }
                source = line.source();
                batch = batch(source);
            }
            batch.addItems(item(line)).setEntryId(Long.toString(line.id()));
        }
        if (batch != null) {
            batches.add(batch.build());
        }
        return batches;
    }

    /** Returns a batch without lines that names the position of the stream, which the client sends when it resumes. */
    static TaskLogsBatch position(long id) {
        return TaskLogsBatch.newBuilder().setEntryId(Long.toString(id)).build();
    }

    private static TaskLogsBatch.Builder batch(LogSource source) {
        TaskLogsBatch.Builder batch = TaskLogsBatch.newBuilder().setFunctionId(source.functionId());
        return source.isImage() ? batch.setImageId(source.workerId()) : batch.setTaskId(source.workerId());
    }

    private static TaskLogs item(LogLine line) {
        TaskLogs.Builder item = TaskLogs.newBuilder()
                .setData(line.text() + "\n")
                .setFileDescriptor(code(line.stream()))
                .setTimestamp(Timestamps.seconds(line.at()))
                .setTimestampNs(TimeUnit.MICROSECONDS.toNanos(line.id()));
        return line.source().isImage()
                ? item.build()
                : item.setContainerId(line.source().workerId()).build();
    }

    /** Returns the client's FileDescriptor. */
    private static int code(LogStream stream) {
        return switch (stream) {
            case STDOUT -> 1;
            case STDERR -> 2;
            case SYSTEM -> 3;
        };
    }

    /** Null for all. @throws CallRejected for an unknown number */
    static LogStream stream(int code) {
        return switch (code) {
            case 0 -> null;
            case 1 -> LogStream.STDOUT;
            case 2 -> LogStream.STDERR;
            case 3 -> LogStream.SYSTEM;
            default -> throw CallRejected.invalid("There is no source of logs with the number " + code + ".");
        };
    }

    /** Counts lines by the time at which they were printed. */
    static final class Buckets {

        private final long seconds;
        private final Map<Long, LogBucket.Builder> byStart = new TreeMap<>();

        /** @param seconds the length of a bucket */
        Buckets(long seconds) {
            this.seconds = seconds;
        }

        void count(LogLine line) {
            long start = Math.floorDiv(line.at().getEpochSecond(), seconds) * seconds;
            LogBucket.Builder bucket = byStart.computeIfAbsent(
                    start,
                    at -> LogBucket.newBuilder()
                            .setBucketStartAt(Timestamp.newBuilder().setSeconds(at)));
            switch (line.stream()) {
                case STDOUT -> bucket.setStdoutLogs(bucket.getStdoutLogs() + 1);
                case STDERR -> bucket.setStderrLogs(bucket.getStderrLogs() + 1);
                case SYSTEM -> bucket.setSystemLogs(bucket.getSystemLogs() + 1);
            }
        }

        AppCountLogsResponse answer(String appId) {
            AppCountLogsResponse.Builder answer =
                    AppCountLogsResponse.newBuilder().setAppId(appId);
            byStart.values().forEach(answer::addBuckets);
            return answer.build();
        }
    }
}
