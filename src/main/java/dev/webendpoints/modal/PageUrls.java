package dev.webendpoints.modal;

import dev.webendpoints.modal.grpc.Call;

/** URLs that the client prints for its user to open in a browser. */
final class PageUrls {

    private PageUrls() {}

    /** Returns the URL of the page that confirms a token flow, at the address that the client uses. */
    static String confirmation(Call call, String flowId) {
        return "http://" + call.authority() + "/setup/" + flowId;
    }

    /** Returns the URL of the static page for people who deployed an app, at the address that the client uses. */
    static String deployment(Call call) {
        return "http://" + call.authority() + "/apps/";
    }
}
