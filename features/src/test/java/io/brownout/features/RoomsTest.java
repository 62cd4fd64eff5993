package io.brownout.features;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, as docs/architecture.md draws them. */
class RoomsTest {
    private static final JavaClasses BROWNOUT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.brownout");

    @Test
    void arrows_between_rooms_point_only_downwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.brownout..")
                .layer("command line")
                .definedBy("io.brownout.cli")
                .layer("benchmarks")
                .definedBy("io.brownout.bench")
                .layer("features")
                .definedBy("io.brownout.features")
                .layer("backend")
                .definedBy("io.brownout.stack")
                .layer("emulated boards")
                .definedBy("io.brownout.qemu")
                .layer("real boards")
                .definedBy("io.brownout.rig")
                .layer("reports")
                .definedBy("io.brownout.reports")
                .layer("explorer")
                .definedBy("io.brownout.explorer")
                .layer("card")
                .definedBy("io.brownout.card")
                .layer("nbd")
                .definedBy("io.brownout.nbd")
                .layer("file systems")
                .definedBy("io.brownout.filesystem")
                .layer("wear")
                .definedBy("io.brownout.wear")
                .layer("device")
                .definedBy("io.brownout.device")
                .layer("fleet")
                .definedBy("io.brownout.fleet")
                .layer("board")
                .definedBy("io.brownout.board")
                .whereLayer("command line")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("benchmarks")
                .mayOnlyBeAccessedByLayers("command line")
                .whereLayer("features")
                .mayOnlyBeAccessedByLayers("command line")
                .whereLayer("backend")
                .mayOnlyBeAccessedByLayers("features", "command line")
                .whereLayer("emulated boards")
                .mayOnlyBeAccessedByLayers("features", "backend", "benchmarks", "command line")
                .whereLayer("real boards")
                .mayOnlyBeAccessedByLayers("features", "command line")
                .whereLayer("reports")
                .mayOnlyBeAccessedByLayers("command line")
                .whereLayer("wear")
                .mayOnlyBeAccessedByLayers("features", "command line")
                .whereLayer("explorer")
                .mayOnlyBeAccessedByLayers("features", "command line")
                .whereLayer("fleet")
                .mayOnlyBeAccessedByLayers("backend", "features", "command line")
                .whereLayer("device")
                .mayOnlyBeAccessedByLayers("emulated boards", "features", "benchmarks", "command line")
                .whereLayer("card")
                .mayOnlyBeAccessedByLayers(
                        "wear", "explorer", "emulated boards", "real boards", "features", "benchmarks", "command line")
                .whereLayer("nbd")
                .mayOnlyBeAccessedByLayers("card", "command line")
                .whereLayer("file systems")
                .mayOnlyBeAccessedByLayers(
                        "wear", "explorer", "card", "emulated boards", "features", "benchmarks", "command line")
                .check(BROWNOUT);
    }

    @Test
    void only_the_rig_knows_pi4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.brownout.rig")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.pi4j..")
                .check(BROWNOUT);
    }

    @Test
    void what_runs_in_a_guest_uses_nothing_but_the_jdk() {
        classes()
                .that()
                .resideInAPackage("io.brownout.device")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.brownout.device",
                        "java..",
                        "javax.net.ssl", // Of java.base, as all the rest of TLS.
                        "com.sun.net.httpserver",
                        "org.jspecify.annotations")
                .check(BROWNOUT);
    }

    @Test
    void the_board_room_starts_nothing() {
        noClasses()
                .that()
                .resideInAPackage("io.brownout.board")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(BROWNOUT);
    }

    @Test
    void exceptions_of_brownout_belong_to_its_family() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .and()
                .resideInAPackage("io.brownout..")
                .and()
                .arePublic()
                .and()
                .areNotAssignableTo(io.brownout.nbd.NbdSignal.class) // The server catches it; nobody else meets one.
                .should()
                .beAssignableTo(io.brownout.board.BrownoutException.class)
                .check(BROWNOUT);
    }
}
