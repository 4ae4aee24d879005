package dev.webendpoints;

import java.io.PrintWriter;
import java.util.Arrays;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of some packages that have a tag, without Maven: {@code src/test/vm/run} does so where every second costs
 * ten.
 */
public final class TaggedTests {

    private TaggedTests() {}

    /** Takes the tag and the packages. Ends with 1 when a test failed, or when there was none. */
    public static void main(String... arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(arguments)
                        .skip(1)
                        .map(DiscoverySelectors::selectPackage)
                        .toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"), TagFilter.includeTags(arguments[0]))
                .configurationParameter(LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "true")
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary, new Progress());
        TestExecutionSummary result = summary.getSummary();
        result.printFailuresTo(new PrintWriter(System.out, true));
        result.printTo(new PrintWriter(System.out, true));
        System.exit(result.getTestsSucceededCount() == 0 || result.getTotalFailureCount() > 0 ? 1 : 0);
    }

    private static final class Progress implements TestExecutionListener {

        @Override
        public void executionStarted(TestIdentifier test) {
            System.out.println("begins: " + test.getDisplayName());
        }
    }
}
