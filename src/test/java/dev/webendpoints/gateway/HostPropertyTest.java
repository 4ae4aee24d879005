package dev.webendpoints.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.routing.CustomDomain;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.testing.Seeds;

import static dev.webendpoints.testing.Seeds.anyCase;
import static dev.webendpoints.testing.Seeds.one;
import static dev.webendpoints.testing.Seeds.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Every Host resolves to the label that it spells, or to nothing. */
@Tag("slow")
@Tag("long")
class HostPropertyTest {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String[] DOMAINS = {"localhost", "x", "apps.example.com", "1.internal"};

    /** Parts of valid and invalid hosts. */
    private static final String[] PIECES = {
        "apps.example.com",
        ".apps.example.com",
        "example.com",
        ".com",
        "localhost",
        "dev--a",
        "A",
        ".",
        ".",
        ":",
        ":80",
        "1",
        "127.0.0.1",
        "[::1]",
        "[",
        "]",
        "@",
        "/",
        " ",
        "\u0000",
        "\u00c0"
    };

    /** An independent implementation of the same rule: a regular expression. */
    private static final Pattern UNDER_DOMAIN =
            Pattern.compile("([^.]+)\\.(?i:apps\\.example\\.com)\\.?(:[0-9]*)?", Pattern.DOTALL);

    private static String label(Random random) {
        String dashes = text(random, LETTERS + "-", 0, 61);
        return text(random, LETTERS, 1, 1) + dashes + text(random, LETTERS, dashes.isEmpty() ? 0 : 1, 1);
    }

    /** Returns a random spelling of a host: letter case, the root's dot, a port. */
    private static String spelled(Random random, String host) {
        String port = ":" + text(random, "0123456789", 0, 5);
        return anyCase(random, host) + one(random, "", ".") + one(random, "", port);
    }

    private static String random(Random random) {
        StringBuilder host = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            host.append(random.nextInt(8) > 0 ? one(random, PIECES) : (char) random.nextInt(256));
        }
        return host.toString();
    }

    private static String labelOf(String domain, String host) {
        byte[] bytes = ("a." + host + ".b").getBytes(StandardCharsets.ISO_8859_1);
        return PublicDomain.of("http://{subdomain}." + domain).label(bytes, 2, bytes.length - 2);
    }

    private static String withoutUpperCase(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    /** Blanks around a value are not part of it. */
    private static String withoutOuterBlanks(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    @Test
    void everySpellingOfAHostIsItsLabel() {
        Seeds.look("spellings of a host", seed -> {
            Random random = new Random(seed);
            String label = label(random);
            String domain = one(random, DOMAINS);
            String host = spelled(random, label + "." + domain);
            assertThat(labelOf(domain, host)).as(host).isEqualTo(label);
        });
    }

    @Test
    void whateverBytesComeAreReadAsTheRuleSays() {
        Seeds.look("bytes of a host", seed -> {
            String host = random(new Random(seed));
            Matcher matcher = UNDER_DOMAIN.matcher(host);
            assertThat(labelOf("apps.example.com", host))
                    .as(host)
                    .isEqualTo(matcher.matches() ? withoutUpperCase(matcher.group(1)) : null);
        });
    }

    @Test
    void otherHostsHaveNoLabel() {
        Seeds.look("other hosts", seed -> {
            Random random = new Random(seed);
            String domain = one(random, DOMAINS);
            String host = label(random) + "." + domain;
            String other = one(
                    random,
                    "",
                    domain,
                    "." + domain,
                    label(random) + "." + host,
                    host + "." + label(random),
                    host + ".example.net",
                    label(random) + "x" + domain,
                    label(random) + ".example.net",
                    "[" + text(random, "0123456789abcdef:", 2, 39) + "]",
                    text(random, "0123456789.", 7, 15));
            // A dot other than the root's is an empty label.
            String spelled = one(random, spelled(random, other), anyCase(random, host) + "..");
            assertThat(labelOf(domain, spelled)).as(spelled).isNull();
        });
    }

    @Test
    void everySpellingOfAHostFindsItsRouteAndNoOther() {
        Seeds.look("routes by host", seed -> {
            Random random = new Random(seed);
            String label = label(random);
            String domain = one(random, DOMAINS);
            HostLookup hosts = hosts(domain, RouteTable.of(List.of(TestRoutes.to(label), TestRoutes.to(label + "z"))));
            assertThat(find(hosts, spelled(random, label + "." + domain))).isEqualTo(label);
        });
    }

    @Test
    void whateverHostComesFindsTheRouteOfItsLabelOrNone() {
        HostLookup hosts =
                hosts("apps.example.com", RouteTable.of(List.of(TestRoutes.to("dev--a"), TestRoutes.to("a"))));
        Seeds.look("routes by bytes", seed -> {
            String host = random(new Random(seed));
            Matcher matcher = UNDER_DOMAIN.matcher(withoutOuterBlanks(host));
            String label = matcher.matches() ? withoutUpperCase(matcher.group(1)) : "";
            assertThat(find(hosts, host)).as(host).isIn(null, label);
        });
    }

    @Test
    void everySpellingOfACustomDomainFindsItsEndpoint() {
        Seeds.look("custom domains", seed -> {
            Random random = new Random(seed);
            String exact = label(random) + "." + label(random) + ".example";
            String wild = label(random) + ".example";
            HostLookup hosts = hosts(
                    "localhost",
                    RouteTable.of(
                            List.of(TestRoutes.to("exact"), TestRoutes.to("wild")),
                            List.of(new CustomDomain(exact, "we-exact"), new CustomDomain("*." + wild, "we-wild")),
                            List.of()));
            assertThat(find(hosts, spelled(random, exact))).as(exact).isEqualTo("exact");
            assertThat(find(hosts, spelled(random, label(random) + "." + wild)))
                    .as(wild)
                    .isEqualTo("wild");
            assertThat(find(hosts, spelled(random, label(random) + "." + label(random) + "." + wild)))
                    .as("two labels below " + wild)
                    .isNull();
        });
    }

    private static HostLookup hosts(String domain, RouteTable table) {
        Routes routes = new Routes();
        routes.swap(table, 1);
        return new HostLookup(PublicDomain.of("http://{subdomain}." + domain + ":8090"), routes, false);
    }

    /** Returns the hostname of the route; null if there is none, or if a request with this Host is rejected. */
    private static String find(HostLookup hosts, String host) {
        RequestHead head = new RequestHead(TestGateway.HEADS);
        byte[] bytes = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head.room(bytes.length), 0, bytes.length);
        head.added(bytes.length);
        Route route = head.parse() == Progress.WHOLE ? hosts.find(head) : null;
        return route == null ? null : route.hostname();
    }
}
