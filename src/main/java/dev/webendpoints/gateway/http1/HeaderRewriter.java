package dev.webendpoints.gateway.http1;

/** Compacts the remaining fields to the front of the head's own array, and appends new ones. */
final class HeaderRewriter {

    private final HeaderSection head;
    private final int additions;
    private int at;

    HeaderRewriter(HeaderSection head) {
        this.head = head;
        this.additions = head.end();
        this.at = additions;
    }

    void add(byte[] text) {
        System.arraycopy(text, 0, head.roomAt(at, text.length), at, text.length);
        at += text.length;
    }

    /** Appends bytes of the head itself. */
    void add(int from, int to) {
        byte[] bytes = head.roomAt(at, to - from);
        System.arraycopy(bytes, from, bytes, at, to - from);
        at += to - from;
    }

    /**
     * @param startLine length of the first line, without its CR LF
     * @param dropped the names whose fields are removed
     * @return the length of the new head
     */
    int finish(int startLine, long dropped) {
        int end = compact(startLine, dropped);
        int length = at - additions;
        byte[] bytes = head.roomAt(at, 2);
        System.arraycopy(bytes, additions, bytes, end, length);
        end += length;
        bytes[end++] = '\r';
        bytes[end++] = '\n';
        return end;
    }

    private int compact(int startLine, long dropped) {
        byte[] bytes = head.array();
        HeaderFields fields = head.fields();
        int to = startLine;
        bytes[to++] = '\r';
        bytes[to++] = '\n';
        int field = 0;
        while (field < fields.count()) {
            int from = field;
            while (field < fields.count() && (fields.name(field).bit() & dropped) == 0) {
                field++;
            }
            int length = head.lineStart(field) - head.lineStart(from);
            System.arraycopy(bytes, head.lineStart(from), bytes, to, length);
            to += length;
            field++;
        }
        return to;
    }
}
