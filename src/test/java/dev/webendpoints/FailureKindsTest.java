package dev.webendpoints;

import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

import dev.webendpoints.failure.DomainFailure;

import static org.assertj.core.api.Assertions.assertThat;

/** Every exception of the server has a kind by which it is mapped, or is caught before it reaches a mapper. */
@AnalyzeClasses(packages = "dev.webendpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class FailureKindsTest {

    /** Exceptions that do not reach {@code ProblemMapper} or {@code GrpcStatusMapper}, or that have a mapping of their own. */
    private static final Set<String> OTHERS = Set.of(
            // Mapped by the protocol that throws it.
            "CallRejected",
            "OAuthRefusal",
            "InvalidParameter",
            // Answered by the gateway.
            "InvalidArguments",
            // The outcome of an image build, which its record and its log have.
            "CommandRejected",
            "UnsupportedShell",
            "ProgramFailed",
            "ImageUnavailable",
            // The outcome of a worker's start, which its pool handles.
            "ForkFailed",
            // The server does not start.
            "InvalidBootstrap",
            "DataDirectoryInUse",
            "DataDirectoryUnusable",
            "PostgresUnavailable");

    @ArchTest
    void everyFailureHasAKind(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(type ->
                                type.isAssignableTo(Throwable.class) && !type.isAssignableTo(DomainFailure.class))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(OTHERS);
    }
}
