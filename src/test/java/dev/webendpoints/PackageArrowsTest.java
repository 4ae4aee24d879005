package dev.webendpoints;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/** The table of packages of the design, and which may depend on which. */
@AnalyzeClasses(packages = "dev.webendpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageArrowsTest {

    private static final String ROOT = "dev.webendpoints.";

    @ArchTest
    void arrowsPointOnlyWhereTheTableSays(JavaClasses classes) {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.webendpoints..")
                .layer("api")
                .definedBy(ROOT + "api..")
                .layer("modal")
                .definedBy(ROOT + "modal..")
                .layer("identity")
                .definedBy(ROOT + "identity")
                .layer("app")
                .definedBy(ROOT + "app")
                .layer("endpoint")
                .definedBy(ROOT + "endpoint")
                .layer("source")
                .definedBy(ROOT + "source")
                .layer("image")
                .definedBy(ROOT + "image..")
                .layer("routing")
                .definedBy(ROOT + "routing")
                .layer("gateway")
                .definedBy(ROOT + "gateway")
                .layer("http1")
                .definedBy(ROOT + "gateway.http1")
                .layer("relay")
                .definedBy(ROOT + "gateway.relay")
                .layer("worker")
                .definedBy(ROOT + "worker")
                .layer("process")
                .definedBy(ROOT + "worker.process")
                .layer("crypto")
                .definedBy(ROOT + "crypto")
                .layer("database")
                .definedBy(ROOT + "database")
                .layer("cgroup")
                .definedBy(ROOT + "cgroup")
                .layer("sandbox")
                .definedBy(ROOT + "sandbox")
                .layer("scaling")
                .definedBy(ROOT + "scaling")
                .layer("logs")
                .definedBy(ROOT + "logs")
                .layer("boot")
                .definedBy(ROOT + "boot..")
                .whereLayer("api")
                .mayOnlyAccessLayers("endpoint", "identity", "database")
                .whereLayer("modal")
                .mayOnlyAccessLayers("app", "source", "image", "endpoint", "identity", "logs", "database")
                .whereLayer("database")
                .mayNotAccessAnyLayer()
                .whereLayer("crypto")
                .mayNotAccessAnyLayer()
                .whereLayer("identity")
                .mayOnlyAccessLayers("database", "crypto")
                .whereLayer("app")
                .mayOnlyAccessLayers("identity", "endpoint", "crypto")
                .whereLayer("endpoint")
                .mayOnlyAccessLayers("identity")
                .whereLayer("source")
                .mayOnlyAccessLayers("identity", "database")
                .whereLayer("image")
                .mayOnlyAccessLayers("source", "sandbox", "cgroup")
                .whereLayer("routing")
                .mayOnlyAccessLayers("app", "endpoint")
                .whereLayer("gateway")
                .mayOnlyAccessLayers("routing", "identity", "worker", "relay", "http1")
                .whereLayer("http1")
                .mayNotAccessAnyLayer()
                .whereLayer("relay")
                .mayOnlyAccessLayers("http1")
                .whereLayer("worker")
                .mayOnlyAccessLayers("scaling", "cgroup")
                .whereLayer("process")
                .mayOnlyAccessLayers("worker", "image", "source", "logs", "sandbox", "cgroup")
                .whereLayer("cgroup")
                .mayNotAccessAnyLayer()
                .whereLayer("sandbox")
                .mayNotAccessAnyLayer()
                .whereLayer("scaling")
                .mayNotAccessAnyLayer()
                .whereLayer("logs")
                .mayNotAccessAnyLayer()
                .check(classes);
    }

    @ArchTest
    void theWireParserKnowsTheJdkOnly(JavaClasses classes) {
        ArchRuleDefinition.classes()
                .that()
                .resideInAnyPackage(ROOT + "gateway.http1", ROOT + "scaling")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + "gateway.http1", ROOT + "scaling")
                .check(classes);
    }

    @ArchTest
    void noPackageIsNamedAfterNothing(JavaClasses classes) {
        ArchRuleDefinition.noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..")
                .check(classes);
    }

    /** "Open type" in an IDE finds one. */
    @ArchTest
    void noTwoTypesHaveOneName(JavaClasses classes) {
        Map<String, List<String>> byName = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().contains(".generated"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        byName.values().removeIf(names -> names.size() == 1);
        assertThat(byName).isEmpty();
    }
}
