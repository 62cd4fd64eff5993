package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Finds mutants of updaters: those of the image recipes, {@code faults/NAME.sh} with {@code faults/NAME.yml} beside it, and a user's own, one folder each. */
public final class UpdateMutants {
    private static final String FAULTS = "faults";
    private static final String DESCRIPTION = ".yml";
    private static final String SCRIPT = ".sh";

    private UpdateMutants() {}

    /** Returns those that come with the recipes of a folder, by name. */
    public static List<UpdateMutant> ofRecipes(Path recipes) {
        return list(recipes).stream()
                .map(recipe -> recipe.resolve(FAULTS))
                .filter(Files::isDirectory)
                .flatMap(faults -> list(faults).stream())
                .filter(file -> file.getFileName().toString().endsWith(DESCRIPTION))
                .map(file -> {
                    String name = file.getFileName().toString();
                    String bare = name.substring(0, name.length() - DESCRIPTION.length());
                    return UpdateMutantFile.read(bare, file, file.resolveSibling(bare + SCRIPT));
                })
                .toList();
    }

    /**
     * Returns a user's own, by name: each a folder with {@code mutant.yml} and {@code plant.sh}.
     *
     * @throws UsageException if there is none, or one is not as it should be
     */
    public static List<UpdateMutant> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("expected a folder of mutants at " + folder);
        }
        List<UpdateMutant> found = list(folder).stream()
                .filter(Files::isDirectory)
                .map(it -> UpdateMutantFile.read(
                        it.getFileName().toString(), it.resolve("mutant.yml"), it.resolve("plant.sh")))
                .toList();
        if (found.isEmpty()) {
            throw new UsageException(
                    "there is no mutant in %s, expected folders with mutant.yml and plant.sh".formatted(folder));
        }
        return found;
    }

    /**
     * Copies the recipe that a mutant is made of, with the mutant among its faults.
     *
     * @param target where to; made if it is not there
     * @return the folder of recipes, for an image store
     */
    public static Path recipesWith(UpdateMutant mutant, Path recipes, Path target) {
        String recipe = mutant.update().image().recipe();
        copy(recipes.resolve("common"), target.resolve("common"));
        copy(recipes.resolve(recipe), target.resolve(recipe));
        try {
            Path faults = Files.createDirectories(target.resolve(recipe).resolve(FAULTS));
            Files.copy(
                    mutant.plant(),
                    faults.resolve(mutant.name() + SCRIPT),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new HarnessException("cannot copy %s to %s: %s".formatted(mutant.plant(), target, e), e);
        }
        return target;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new HarnessException("cannot copy %s to %s: %s".formatted(from, to, e), e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UsageException("cannot read %s: %s".formatted(folder, e), e);
        }
    }
}
