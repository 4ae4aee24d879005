package dev.webendpoints.modal;

/** What the client prints as the page to look at. */
final class Pages {

    private Pages() {}

    /** The list of the workspace's web endpoints, on the control API that the client reached. */
    static String endpoints(Call call) {
        return "http://" + call.authority() + "/v1/web-endpoints";
    }
}
