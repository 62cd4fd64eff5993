package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.explorer.CutVerdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateMutantsTest {
    private static final Path RECIPES = Path.of("../qemu-boards/images");
    private static final int LEAST = 24;

    @TempDir
    private Path folder;

    private Path mutant(String name, String description) throws IOException {
        Path mutant = Files.createDirectories(folder.resolve(name));
        Files.writeString(mutant.resolve("plant.sh"), "echo planted >\"$1/planted\"\n");
        return Files.writeString(mutant.resolve("mutant.yml"), description);
    }

    private void refused(String description, String message) throws IOException {
        Path file = mutant("mine", description);

        assertThatThrownBy(() -> UpdateMutants.in(folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + message);
    }

    @Test
    void a_mutant_of_the_user_is_a_folder_outside_of_the_repository() throws IOException {
        mutant("mine", """
                what: The count is lost
                image: duo:1
                update: duo:2-dead
                asks: gives-up
                expects: STUCK, WRONG_RELEASE
                fast: true
                """);

        List<UpdateMutant> mutants = UpdateMutants.in(folder);

        assertThat(mutants).singleElement().satisfies(mutant -> {
            assertThat(mutant.name()).isEqualTo("mine");
            assertThat(mutant.what()).isEqualTo("The count is lost");
            assertThat(mutant.planted().image()).hasToString("duo:1!mine");
            assertThat(mutant.planted().release()).hasToString("duo:2-dead!mine");
            assertThat(mutant.update().question()).isEqualTo(UpdateQuestion.GIVES_UP);
            assertThat(mutant.expects()).containsExactlyInAnyOrder(Kind.STUCK, Kind.WRONG_RELEASE);
            assertThat(mutant.fast()).isTrue();
        });
    }

    @Test
    void its_script_lies_among_the_faults_of_a_copy_of_the_recipe() throws IOException {
        mutant("mine", "{what: x, image: 'duo:1', update: 'duo:2', expects: STUCK}");
        UpdateMutant mutant = UpdateMutants.in(folder).getFirst();

        Path recipes = UpdateMutants.recipesWith(mutant, RECIPES, folder.resolve("recipes"));

        assertThat(recipes.resolve("duo/faults/mine.sh")).hasSameBinaryContentAs(mutant.plant());
        assertThat(recipes.resolve("duo/build.sh")).isExecutable();
        assertThat(recipes.resolve("common/lib.sh")).exists();
    }

    @Test
    void what_it_does_not_know_is_refused_with_file_and_line() throws IOException {
        refused("what: x\nimages: duo:1\n", ":2: unknown key \"images\", expected one of what, image, update");
        refused("what: x\nimage: duo:1\nupdate: duo:2\n", ":1: expected the key \"expects\"");
        refused("what: x\nimage: duo\nupdate: duo:2\nexpects: STUCK\n", ":2: \"duo\" names no image");
        refused("what: x\nimage: duo:1!y\nupdate: duo:2\nexpects: STUCK\n", ":2: duo:1!y has a fault already");
        refused("what: x\nimage: duo:1\nupdate: duo:2\nexpects: OLD_RELEASE\n", ":4: \"OLD_RELEASE\" is no verdict");
        refused("what: x\nimage: duo:1\nupdate: duo:2\nexpects: STUCK\nasks: why\n", ":5: unknown question \"why\"");
        refused("what: x\nimage: duo:1\nupdate: duo:2\nexpects: STUCK\nfast: yes\n", ":5: expected true or false");
    }

    @Test
    void a_folder_without_a_script_or_without_mutants_is_refused() throws IOException {
        assertThatThrownBy(() -> UpdateMutants.in(folder)).hasMessageContaining("there is no mutant in " + folder);
        assertThatThrownBy(() -> UpdateMutants.in(folder.resolve("none"))).isInstanceOf(UsageException.class);

        Path file = mutant("mine", "{what: x, image: 'duo:1', update: 'duo:2', expects: STUCK}");
        Files.delete(file.resolveSibling("plant.sh"));

        assertThatThrownBy(() -> UpdateMutants.in(folder)).hasMessageContaining("expected the script that plants");
    }

    @Test
    void those_of_our_recipes_are_many_and_each_has_a_script() {
        assertThat(UpdateMutants.ofRecipes(RECIPES))
                .hasSizeGreaterThanOrEqualTo(LEAST)
                .allSatisfy(mutant -> assertThat(mutant.plant()).isRegularFile());
    }
}
