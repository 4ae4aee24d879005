package dev.webendpoints.modal;

import java.util.Comparator;
import java.util.Map;

/** Error messages for calls that this server does not implement; the client shows them. */
final class UnsupportedCalls {

    private static final String REMOTE =
            "This way of calling a function is not supported by Web Endpoints; use .remote(), .map() or .spawn().";
    private static final String WORKERS =
            "Commands in a running container are not supported by Web Endpoints; print what you look for, and read it"
                    + " with `modal container logs`.";
    private static final String SANDBOXES = "Sandboxes are not supported by Web Endpoints.";
    private static final String IMAGES =
            "Images by id or name serve sandboxes only, which are not supported by Web Endpoints.";
    private static final String STATISTICS =
            "Metrics of functions are not supported by Web Endpoints; see `modal function stats` and /q/metrics.";
    private static final String BILLING = "Web Endpoints does not bill anything.";

    /** By the prefix of the call's name; the longest matching prefix applies. */
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("Sandbox", SANDBOXES),
            Map.entry("PersistentSandbox", SANDBOXES),
            Map.entry("ImageFromId", IMAGES),
            Map.entry("ImageGetByTag", IMAGES),
            Map.entry("ImagePublish", IMAGES),
            Map.entry("ImageDelete", IMAGES),
            Map.entry("Tunnel", "Tunnels (modal.forward) are not supported by Web Endpoints; use @modal.web_server."),
            Map.entry("SharedVolume", "Network file systems are not supported by Web Endpoints; use a modal.Volume."),
            Map.entry("Proxy", "Proxies with a fixed address (modal.Proxy) are not supported by Web Endpoints."),
            Map.entry("Volume", "This call for a volume is not supported by Web Endpoints."),
            Map.entry("FunctionRetryInputs", REMOTE),
            Map.entry("FunctionAsyncInvoke", REMOTE),
            Map.entry("FunctionCall", REMOTE),
            Map.entry("Attempt", REMOTE),
            Map.entry("Map", REMOTE),
            Map.entry("FunctionGetMetrics", STATISTICS),
            Map.entry("MetricsGetInfo", STATISTICS),
            Map.entry("Container", WORKERS),
            Map.entry("Task", WORKERS),
            Map.entry(
                    "Environment",
                    "Roles and budgets of environments are not supported by Web Endpoints: the scopes of a token apply to"
                            + " all environments of its workspace."),
            Map.entry("EnvironmentBilling", BILLING),
            Map.entry("WorkspaceBilling", BILLING),
            Map.entry(
                    "WorkspaceSetImageBuilderVersion",
                    "The image builder version cannot be set on Web Endpoints: it follows the version of the client."),
            Map.entry(
                    "WorkspaceDashboardUrl",
                    "Web Endpoints has no dashboard; see `modal app list` and `modal app logs`, or /v1/web-endpoints."),
            Map.entry(
                    "Secret",
                    "Changing single keys of a secret is not supported by Web Endpoints; create it again with --force."),
            Map.entry(
                    "Domain",
                    "This call is not supported by Web Endpoints: name custom domains in the code (custom_domains), or set them through"
                            + " PUT /v1/web-endpoints/{endpoint_id}/domains."),
            Map.entry("Endpoint", "`modal endpoint` is not supported by Web Endpoints."));

    private UnsupportedCalls() {}

    /** Returns one or two sentences, in ASCII. */
    static String sentence(String rpc) {
        return SENTENCES.keySet().stream()
                .filter(rpc::startsWith)
                .max(Comparator.comparing(String::length))
                .map(SENTENCES::get)
                .orElse(
                        rpc
                                + " is not supported by Web Endpoints, which serves web functions; see its docs/modal-protocol.md.");
    }
}
