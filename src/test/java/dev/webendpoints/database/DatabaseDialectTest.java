package dev.webendpoints.database;

import java.util.function.Supplier;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.common.vertx.VertxContext;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** There is one way to the database, which the page of the package describes. */
@AnalyzeClasses(packages = "dev.webendpoints", importOptions = ImportOption.DoNotIncludeTests.class)
class DatabaseDialectTest {

    @ArchTest
    void oneClassMakesVertxContexts(JavaClasses classes) {
        noClasses()
                .that()
                .doNotBelongToAnyOf(ReactiveCalls.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(VertxContext.class)
                .orShould()
                .callMethod(VertxContextSupport.class, "subscribeAndAwait", Supplier.class)
                .check(classes);
    }

    @ArchTest
    void queriesRunInTheSessionOfAnAnnotation(JavaClasses classes) {
        noClasses()
                .should()
                .callMethod(Panache.class, "withSession", Supplier.class)
                .check(classes);
    }

    @ArchTest
    void transactionsEndWhereTheCodeShowsIt(JavaClasses classes) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(WithTransaction.class)
                .check(classes);
    }
}
