package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.features.FieldBug;
import io.brownout.features.Mutant;
import io.brownout.features.Mutants;
import io.brownout.features.UpdateMutant;
import io.brownout.features.UpdateMutants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plants faults. */
@Command(
        name = "mutants",
        description =
                "Plants one fault after another; each must turn its scenario red at the step it names, or with --explorer lead to a cut with the verdict it names.")
final class MutantsCommand implements Callable<Integer> {
    /** Mutants of updaters, for the explorer. */
    static final class Explored {
        @Option(
                names = "--explorer",
                required = true,
                description =
                        "Plant mistakes into updaters instead, and explore every power cut until one shows the mistake; explore their sound twins completely.")
        private boolean explorer;

        @Option(
                names = "--random-cuts",
                description =
                        "Find out as well how many cuts at random points, up to 1,000, would have met each mistake: more boots.")
        private boolean compare;

        @Option(
                names = "--mutants-dir",
                paramLabel = "DIR",
                description = "Mutants of your own: one folder each, with mutant.yml and plant.sh.")
        private @Nullable Path folder;
    }

    @ArgGroup(exclusive = false)
    private @Nullable Explored explored;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Parameters(paramLabel = "MUTANT", arity = "0..*", description = "Only these (default: all; see --list).")
    private List<String> names = List.of();

    @Option(names = "--fast", description = "Only those that are quick, as `brownout test` does.")
    private boolean fast;

    @Option(
            names = "--field-bugs",
            description = "Only those that make a reported bug of the field again; docs/field-bugs.md lists them.")
    private boolean ofField;

    @Option(names = "--list", description = "Lists them and plants nothing.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return explored != null && explored.explorer ? explore(explored) : runScenarios();
    }

    private int runScenarios() {
        List<Mutant> chosen = chosen(Mutants.all(), Mutant::name, Mutant::fast, FieldBug::faults);
        if (list) {
            chosen.forEach(mutant -> System.out.printf(
                    "%-28s %s%n%-28s turns red: %s, at: %s%n",
                    mutant.name(), mutant.story(), "", mutant.scenario(), mutant.step()));
            return 0;
        }
        return Recorded.run(common, spec, session -> {
            new MutantTrials(session, Contexts.of(session, common, boards), boards.jobs()).run(chosen);
            return session.finish();
        });
    }

    private int explore(Explored options) {
        List<UpdateMutant> all = new ArrayList<>(ExplorerMutants.ofRecipes());
        if (options.folder != null) {
            all.addAll(UpdateMutants.in(options.folder));
        }
        List<UpdateMutant> chosen = chosen(all, UpdateMutant::name, UpdateMutant::fast, FieldBug::explored);
        if (list) {
            chosen.forEach(mutant -> System.out.printf(
                    "%-32s %s%n%-32s %s, expects one of %s%n",
                    mutant.name(),
                    mutant.what(),
                    "",
                    mutant.update(),
                    mutant.expects().stream().sorted().toList()));
            return 0;
        }
        return Recorded.run(common, spec, session -> {
            List<MutantFind> finds = new ExplorerMutants(
                            session,
                            Contexts.of(session, common, boards),
                            new MutantExploration(
                                    boards.jobs(), options.compare, common.seed(), session.progress()::say))
                    .run(chosen);
            int exitCode = session.finish();
            ExplorerMutants.write(session.folder(), finds);
            return exitCode;
        });
    }

    private <T> List<T> chosen(
            List<T> all,
            Function<T, String> name,
            Function<T, Boolean> isFast,
            Function<FieldBug, List<String>> ofBug) {
        for (String wanted : names) {
            if (all.stream().noneMatch(mutant -> name.apply(mutant).equals(wanted))) {
                throw new UsageException("there is no mutant %s; `brownout mutants%s --list` shows those there are"
                        .formatted(wanted, explored == null ? "" : " --explorer"));
            }
        }
        Set<String> bugs =
                FieldBug.all().stream().flatMap(it -> ofBug.apply(it).stream()).collect(Collectors.toSet());
        return all.stream()
                .filter(mutant -> !ofField || bugs.contains(name.apply(mutant)))
                .filter(mutant -> names.isEmpty() || names.contains(name.apply(mutant)))
                .filter(mutant -> !fast || isFast.apply(mutant))
                .toList();
    }
}
