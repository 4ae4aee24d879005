package dev.webendpoints;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/** The names of packages and types, and how many types a package may have. */
@AnalyzeClasses(packages = "dev.webendpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageNamesTest {

    private static final int MOST_TYPES = 30;

    /** Except the flat table of the Modal client's calls. */
    @ArchTest
    void noPackageHasMoreThanThirtyTypes(JavaClasses classes) {
        Map<String, Long> sizes =
                topLevel(classes).collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        sizes.remove("dev.webendpoints.modal");
        sizes.values().removeIf(size -> size <= MOST_TYPES);
        assertThat(sizes).isEmpty();
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
        Map<String, List<String>> byName = topLevel(classes)
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        byName.values().removeIf(names -> names.size() == 1);
        assertThat(byName).isEmpty();
    }

    private static Stream<JavaClass> topLevel(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().contains(".generated"));
    }
}
