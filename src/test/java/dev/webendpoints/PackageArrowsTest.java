package dev.webendpoints;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/** The table of packages of the design, and which may depend on which. */
@AnalyzeClasses(packages = "dev.webendpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageArrowsTest {

    private static final String ROOT = "dev.webendpoints.";

    /** Packages that depend on the JDK, on each other, and on annotations that describe a record's JSON. */
    private static final String[] PURE = {
        ROOT + "gateway.http1", ROOT + "scaling", ROOT + "function", ROOT + "lease", ROOT + "failure"
    };

    @ArchTest
    void arrowsPointOnlyWhereTheTableSays(JavaClasses classes) {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.webendpoints..")
                .layer("api")
                .definedBy(ROOT + "api..")
                .layer("modal")
                .definedBy(ROOT + "modal..")
                .layer("identity")
                .definedBy(ROOT + "identity..")
                .layer("app")
                .definedBy(ROOT + "app..")
                .layer("endpoint")
                .definedBy(ROOT + "endpoint..")
                .layer("failure")
                .definedBy(ROOT + "failure..")
                .layer("function")
                .definedBy(ROOT + "function..")
                .layer("lease")
                .definedBy(ROOT + "lease..")
                .layer("secret")
                .definedBy(ROOT + "secret..")
                .layer("volume")
                .definedBy(ROOT + "volume..")
                .layer("transfer")
                .definedBy(ROOT + "transfer..")
                .layer("call")
                .definedBy(ROOT + "call..")
                .layer("schedule")
                .definedBy(ROOT + "schedule")
                .layer("start")
                .definedBy(ROOT + "schedule.start")
                .layer("state")
                .definedBy(ROOT + "state..")
                .layer("serving")
                .definedBy(ROOT + "serving..")
                .layer("source")
                .definedBy(ROOT + "source..")
                .layer("image")
                .definedBy(ROOT + "image..")
                .layer("routing")
                .definedBy(ROOT + "routing..")
                .layer("gateway")
                .definedBy(ROOT + "gateway")
                .layer("http1")
                .definedBy(ROOT + "gateway.http1")
                .layer("relay")
                .definedBy(ROOT + "gateway.relay")
                .layer("channel")
                .definedBy(ROOT + "gateway.relay.channel")
                .layer("admission")
                .definedBy(ROOT + "gateway.relay.admission")
                .layer("exchange")
                .definedBy(ROOT + "gateway.relay.exchange")
                .layer("upstream")
                .definedBy(ROOT + "gateway.relay.upstream")
                .layer("client")
                .definedBy(ROOT + "gateway.relay.client")
                .layer("h1")
                .definedBy(ROOT + "gateway.relay.h1")
                .layer("h2")
                .definedBy(ROOT + "gateway.relay.h2")
                .layer("deferred")
                .definedBy(ROOT + "gateway.relay.deferred")
                .layer("worker")
                .definedBy(ROOT + "worker")
                .layer("process")
                .definedBy(ROOT + "worker.process..")
                .layer("crypto")
                .definedBy(ROOT + "crypto")
                .layer("database")
                .definedBy(ROOT + "database..")
                .layer("cgroup")
                .definedBy(ROOT + "cgroup..")
                .layer("sandbox")
                .definedBy(ROOT + "sandbox..")
                .layer("host")
                .definedBy(ROOT + "host..")
                .layer("scaling")
                .definedBy(ROOT + "scaling..")
                .layer("logs")
                .definedBy(ROOT + "logs..")
                .layer("boot")
                .definedBy(ROOT + "boot..")
                .whereLayer("api")
                .mayOnlyAccessLayers("call", "endpoint", "identity", "database", "function", "failure")
                .whereLayer("modal")
                .mayOnlyAccessLayers(
                        "app",
                        "call",
                        "schedule",
                        "state",
                        "secret",
                        "volume",
                        "source",
                        "image",
                        "endpoint",
                        "identity",
                        "logs",
                        "database",
                        "function",
                        "failure")
                .whereLayer("database")
                .mayOnlyAccessLayers("failure")
                .whereLayer("crypto")
                .mayNotAccessAnyLayer()
                .whereLayer("identity")
                .mayOnlyAccessLayers("database", "crypto", "failure")
                .whereLayer("app")
                .mayOnlyAccessLayers("identity", "endpoint", "schedule", "crypto", "function", "failure", "database")
                .whereLayer("failure")
                .mayNotAccessAnyLayer()
                .whereLayer("function")
                .mayOnlyAccessLayers("failure")
                .whereLayer("lease")
                .mayOnlyAccessLayers("function")
                .whereLayer("call")
                .mayOnlyAccessLayers("app", "identity", "function", "lease", "failure", "database", "transfer")
                .whereLayer("schedule")
                .mayOnlyAccessLayers("function", "failure")
                .whereLayer("start")
                .mayOnlyAccessLayers("schedule", "call", "identity", "logs", "database")
                .whereLayer("state")
                .mayOnlyAccessLayers("identity", "failure", "database")
                .whereLayer("transfer")
                .mayOnlyAccessLayers("failure", "database")
                .whereLayer("secret")
                .mayOnlyAccessLayers("app", "identity", "crypto", "failure")
                .whereLayer("volume")
                .mayOnlyAccessLayers("app", "identity", "failure", "crypto", "database", "host", "transfer")
                .whereLayer("endpoint")
                .mayOnlyAccessLayers("identity", "function", "failure", "database")
                .whereLayer("source")
                .mayOnlyAccessLayers("identity", "database", "failure", "transfer")
                .whereLayer("image")
                .mayOnlyAccessLayers("source", "sandbox", "cgroup", "host", "failure")
                .whereLayer("routing")
                .mayOnlyAccessLayers("app", "endpoint", "function", "database")
                .whereLayer("serving")
                .mayOnlyAccessLayers(
                        "routing",
                        "worker",
                        "app",
                        "secret",
                        "scaling",
                        "database",
                        "image",
                        "source",
                        "logs",
                        "function",
                        "lease",
                        "endpoint")
                .whereLayer("gateway")
                .mayOnlyAccessLayers(
                        "routing",
                        "identity",
                        "worker",
                        "relay",
                        "channel",
                        "admission",
                        "exchange",
                        "client",
                        "deferred",
                        "http1",
                        "function",
                        "lease")
                .whereLayer("http1")
                .mayNotAccessAnyLayer()
                .whereLayer("relay")
                .mayOnlyAccessLayers(
                        "channel", "admission", "exchange", "upstream", "client", "h1", "h2", "deferred", "http1")
                .whereLayer("channel")
                .mayOnlyAccessLayers("http1")
                .whereLayer("admission")
                .mayOnlyAccessLayers("http1", "lease")
                .whereLayer("exchange")
                .mayOnlyAccessLayers("channel", "admission", "http1", "lease")
                .whereLayer("upstream")
                .mayOnlyAccessLayers("channel", "exchange", "http1", "lease")
                .whereLayer("client")
                .mayOnlyAccessLayers("channel", "exchange", "http1")
                .whereLayer("h1")
                .mayOnlyAccessLayers("channel", "admission", "exchange", "client", "http1")
                .whereLayer("h2")
                .mayOnlyAccessLayers("channel", "admission", "exchange", "client", "http1")
                .whereLayer("deferred")
                .mayOnlyAccessLayers("channel", "admission", "exchange", "http1", "lease")
                .whereLayer("worker")
                .mayOnlyAccessLayers("scaling", "cgroup", "function", "lease")
                .whereLayer("process")
                .mayOnlyAccessLayers(
                        "worker", "image", "source", "logs", "sandbox", "cgroup", "host", "function", "lease")
                .whereLayer("cgroup")
                .mayNotAccessAnyLayer()
                .whereLayer("sandbox")
                .mayOnlyAccessLayers("host")
                .whereLayer("host")
                .mayNotAccessAnyLayer()
                .whereLayer("scaling")
                .mayNotAccessAnyLayer()
                .whereLayer("logs")
                .mayNotAccessAnyLayer()
                .check(classes);
    }

    @ArchTest
    void theseKnowTheJdkOnly(JavaClasses classes) {
        ArchRuleDefinition.classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(PURE), Stream.of("java..", "com.fasterxml.jackson.annotation"))
                                .toArray(String[]::new))
                .check(classes);
    }

    /** In the order in which the package's own documentation names them. */
    @ArchTest
    void roomsOfProcessWorkersKnowOnlyThoseBefore(JavaClasses classes) {
        String process = ROOT + "worker.process";
        List<String> rooms = Stream.concat(
                        Stream.of("run", "sandbox", "control", "network", "launch", "zygote")
                                .map(room -> process + "." + room),
                        Stream.of(process))
                .toList();

        for (int room = 0; room < rooms.size() - 1; room++) {
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage(rooms.get(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms.subList(room + 1, rooms.size()).toArray(String[]::new))
                    .check(classes);
        }
    }

    @ArchTest
    void noTwoPackagesNeedEachOther(JavaClasses classes) {
        SlicesRuleDefinition.slices()
                .matching("dev.webendpoints.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
