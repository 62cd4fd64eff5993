package io.brownout.reports;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void reports_know_the_words_that_everyone_shares_and_no_board_card_or_runner() {
        JavaClasses reports = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.brownout.reports");

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.brownout.reports", "io.brownout.board", "tools.jackson..", "org.jspecify..", "java..")
                .check(reports);
    }
}
