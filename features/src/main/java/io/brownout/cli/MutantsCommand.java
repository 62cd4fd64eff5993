package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.features.Mutant;
import io.brownout.features.Mutants;
import io.brownout.features.RunContext;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plants faults. */
@Command(
        name = "mutants",
        description = "Plants one fault after another; each must turn its scenario red at the step it names.")
final class MutantsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Parameters(paramLabel = "MUTANT", arity = "0..*", description = "Only these (default: all; see --list).")
    private List<String> names = List.of();

    @Option(names = "--fast", description = "Only those whose scenarios are quick, as `brownout test` does.")
    private boolean fast;

    @Option(names = "--list", description = "Lists them and plants nothing.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Mutant> chosen = chosen();
        if (list) {
            chosen.forEach(mutant -> System.out.printf(
                    "%-28s %s%n%-28s turns red: %s, at: %s%n",
                    mutant.name(), mutant.story(), "", mutant.scenario(), mutant.step()));
            return 0;
        }
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            RunContext context = Contexts.of(session, common, boards);
            new MutantTrials(session, context, boards.jobs()).run(chosen);
            return session.finish();
        }
    }

    private List<Mutant> chosen() {
        for (String name : names) {
            if (Mutants.all().stream().noneMatch(mutant -> mutant.name().equals(name))) {
                throw new UsageException(
                        "there is no mutant %s; `brownout mutants --list` shows those there are".formatted(name));
            }
        }
        return Mutants.all().stream()
                .filter(mutant -> names.isEmpty() || names.contains(mutant.name()))
                .filter(mutant -> !fast || mutant.fast())
                .toList();
    }
}
