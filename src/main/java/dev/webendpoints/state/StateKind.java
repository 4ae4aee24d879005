package dev.webendpoints.state;

/** The kinds of objects that keep state. */
public enum StateKind {
    DICT("di", "Dict", "live_dict"),
    QUEUE("qu", "Queue", "live_queue");

    private final String prefix;
    private final String title;
    private final String view;

    StateKind(String prefix, String title, String view) {
        this.prefix = prefix;
        this.title = title;
        this.view = view;
    }

    /** Returns the first letters of ids. */
    String prefix() {
        return prefix;
    }

    /** Returns the name of the kind in messages for callers. */
    String title() {
        return title;
    }

    /** Returns the view of those that have not ended. */
    String view() {
        return view;
    }
}
