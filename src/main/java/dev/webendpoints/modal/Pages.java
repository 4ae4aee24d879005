package dev.webendpoints.modal;

/** URLs that the client prints as pages to open. */
final class Pages {

    private Pages() {}

    /** Returns the URL of the list of the workspace's web endpoints, on the control API that the client reached. */
    static String endpoints(Call call) {
        return "http://" + call.authority() + "/v1/web-endpoints";
    }
}
