package dev.webendpoints.modal;

/** Addresses that the client prints for its user to open in a browser. */
final class PageUrls {

    private PageUrls() {}

    /** The page for people who deployed an app: a static one, under the address at which the client reached the server. */
    static String deployment(Call call) {
        return "http://" + call.authority() + "/apps/";
    }
}
