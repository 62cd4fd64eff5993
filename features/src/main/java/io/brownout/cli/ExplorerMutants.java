package io.brownout.cli;

import io.brownout.board.BrownoutException;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.features.RunContext;
import io.brownout.features.SettledCards;
import io.brownout.features.UpdateMutant;
import io.brownout.features.UpdateMutants;
import io.brownout.qemu.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Has the explorer find planted mistakes, and none where none was planted. One after the other; each uses all jobs. */
final class ExplorerMutants {
    private final RunSession session;
    private final RunContext context;
    private final MutantExploration exploration;

    ExplorerMutants(RunSession session, RunContext context, MutantExploration exploration) {
        this.session = session;
        this.context = context;
        this.exploration = exploration;
    }

    private static Path recipes() {
        return Home.path().resolve("qemu-boards/images");
    }

    /** Returns the mutants that come with our image recipes. */
    static List<UpdateMutant> ofRecipes() {
        return UpdateMutants.ofRecipes(recipes());
    }

    /** Explores all mutants and their sound twins, publishes what became of each, and prints a table. */
    List<MutantFind> run(List<UpdateMutant> mutants) {
        try {
            List<MutantFind> finds = new ArrayList<>();
            for (UpdateMutant mutant : mutants) {
                MutantFind find = find(mutant);
                session.progress().say(find.line());
                finds.add(find);
            }
            Map<UpdateMutant.Sound, String> alarms = new LinkedHashMap<>();
            for (UpdateMutant mutant : mutants) {
                if (!alarms.containsKey(mutant.update())) {
                    alarms.put(mutant.update(), alarm(mutant.update(), alarms.size()));
                }
            }
            List<MutantFind> judged = finds.stream()
                    .map(find -> judged(find, alarms.getOrDefault(find.mutant().update(), "")))
                    .toList();
            judged.forEach(this::publish);
            return judged;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted between planted mistakes", e);
        }
    }

    private static MutantFind judged(MutantFind find, String alarm) {
        return alarm.isEmpty() ? find : find.asFalseAlarm(alarm);
    }

    /** A mutant about which nothing can be said must not hide the others. */
    private MutantFind find(UpdateMutant mutant) throws InterruptedException {
        Path folder = folder(mutant.name());
        try (SettledCards cards = new SettledCards()) {
            ImageStore images = new ImageStore(
                    UpdateMutants.recipesWith(mutant, recipes(), folder.resolve("recipes")),
                    ImageStore.usualCache(),
                    line -> {});
            return exploration.explore(mutant, context.apart(folder, images, cards));
        } catch (BrownoutException | AssertionError e) {
            return MutantFind.broken(mutant, "nothing was found out: " + e.getMessage());
        }
    }

    private String alarm(UpdateMutant.Sound update, int number) throws InterruptedException {
        Path folder = folder("sound-" + (number + 1));
        try (SettledCards cards = new SettledCards()) {
            return exploration.alarm(update, context.apart(folder, Contexts.images(session.progress()), cards));
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(session.folder().resolve("mutants").resolve(name));
        } catch (IOException e) {
            throw new HarnessException("cannot make a folder in %s: %s".formatted(session.folder(), e), e);
        }
    }

    private void publish(MutantFind find) {
        session.sink()
                .publish(new RunEvent.MutantJudged(
                        session.clock().instant(),
                        "every power cut of " + find.mutant().update(),
                        find.mutant().name(),
                        find.mutant().expects().stream().sorted().toList().toString(),
                        find.verdict() == MutantVerdict.KILLED
                                ? "%s; the power went %s".formatted(find.seen(), find.meaning())
                                : find.seen(),
                        find.verdict()));
    }

    /** Writes {@code mutants.json}: what every run with mutants says, and what the explorer found about each. */
    static void write(Path folder, List<MutantFind> finds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", finds.size());
        json.put(
                "killed",
                finds.stream()
                        .filter(it -> it.verdict() == MutantVerdict.KILLED)
                        .count());
        json.put("survived", names(finds, MutantVerdict.SURVIVED));
        json.put("falseAlarms", names(finds, MutantVerdict.FALSE_ALARM));
        json.put("mutants", finds.stream().map(MutantFind::json).toList());
        try {
            Files.writeString(
                    folder.resolve("mutants.json"),
                    JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new HarnessException("cannot write mutants.json to %s: %s".formatted(folder, e), e);
        }
    }

    private static List<String> names(List<MutantFind> finds, MutantVerdict verdict) {
        return finds.stream()
                .filter(it -> it.verdict() == verdict)
                .map(it -> it.mutant().name())
                .toList();
    }
}
