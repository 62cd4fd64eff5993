package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.GuestClock;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunResultTest {
    @Test
    void a_run_is_what_its_events_say() {
        RunResult run = RunResult.of(Samples.failedRun());

        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run.counts()).isEqualTo(new ScenarioCounts(4, 1, 1, 1));
        assertThat(run.counts().total()).isEqualTo(7);
        assertThat(run.seed()).isEqualTo(OptionalLong.of(20_261_124));
        assertThat(run.subcommand()).isEqualTo("run");
        assertThat(run.images()).containsOnlyKeys("resinos:2.0.0+rev1", "resinos:2.0.0+rev2");
        assertThat(run.retries()).hasSize(1);
        assertThat(run.duration()).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void a_scenario_knows_its_clock_its_boots_and_where_it_went_red() {
        ScenarioResult scenario = RunResult.of(Samples.failedRun()).scenarios().get(1);

        assertThat(scenario.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scenario.clock()).contains(GuestClock.VIRTUAL);
        assertThat(scenario.boots()).isEqualTo(2);
        assertThat(scenario.redStep().orElseThrow().step()).isEqualTo("Then it boots the old or the new system");
        assertThat(scenario.boards().getFirst().cuts().getFirst().write()).isEqualTo(81_204);
    }

    @Test
    void of_several_boards_the_one_that_spoke_last_before_it_went_red_is_the_one_to_look_at() {
        List<RunEvent> events = new Told()
                .runStarts("run")
                .scenario("s1", "Two boards", "Feature", "features/a.feature:1", "")
                .board("first", "virt", GuestClock.WALL)
                .says("one")
                .waits(1)
                .board("second", "virt", GuestClock.WALL)
                .says("two")
                .waits(1)
                .step("Then it works", Outcome.FAILED, "it did not")
                .waits(1)
                .says("three")
                .scenarioEnds(Outcome.FAILED, "it did not")
                .runEnds(Verdict.FAILED, "")
                .events();

        ScenarioResult scenario = RunResult.of(events).scenarios().getFirst();

        BoardResult board = scenario.lastToSpeak().orElseThrow();
        assertThat(board.name()).isEqualTo("second");
        assertThat(board.lastLine(scenario.redAt().orElseThrow()).orElseThrow().line())
                .isEqualTo("two");
    }

    @Test
    void a_run_whose_end_is_missing_is_interrupted_and_its_last_scenario_is_not_passed() {
        RunResult run = RunResult.of(Samples.interruptedRun());

        assertThat(run.verdict()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(run.scenarios().getLast().outcome()).isEqualTo(Outcome.ERROR);
        assertThat(run.scenarios().getLast().reason()).isEqualTo(ScenarioFold.CUT_SHORT);
    }

    @Test
    void a_run_that_ran_no_scenario_is_not_passed_whatever_it_says() {
        List<RunEvent> none =
                new Told().runStarts("run").runEnds(Verdict.PASSED, "").events();

        assertThat(RunResult.of(none).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(RunResult.of(Samples.allSkippedRun()).verdict()).isEqualTo(Verdict.ERROR);
    }

    @Test
    void a_command_that_has_no_scenarios_may_pass_without_one() {
        List<RunEvent> image = new Told()
                .runStarts("image", "build")
                .runEnds(Verdict.PASSED, "")
                .events();

        assertThat(RunResult.of(image).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_run_that_calls_itself_passed_is_failed_if_a_scenario_did() {
        Told told = new Told().runStarts("run");
        SampleScenarios.powerLoss(told, "s1");

        RunResult run = RunResult.of(told.runEnds(Verdict.PASSED, "").events());

        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void an_error_of_the_harness_is_neither_passed_nor_failed() {
        Told told = new Told().runStarts("run");
        SampleScenarios.update(told, "s1");
        SampleScenarios.harnessError(told, "s2");

        RunResult run = RunResult.of(told.runEnds(Verdict.PASSED, "").events());

        assertThat(run.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(run.counts()).isEqualTo(new ScenarioCounts(1, 0, 0, 1));
    }

    @Test
    void red_under_a_planted_fault_is_no_failure_but_a_fault_that_survives_is() {
        Told found = new Told().runStarts("mutants");
        SampleScenarios.underMutant(found, "m1", "no-fsync", Outcome.FAILED);
        found.judged("m1", "no-fsync", "the slot", "Then the slot is A or B", MutantVerdict.KILLED);
        Told survived = new Told().runStarts("mutants");
        SampleScenarios.underMutant(survived, "m1", "no-fsync", Outcome.PASSED);
        survived.judged("m1", "no-fsync", "the slot", "", MutantVerdict.SURVIVED);

        RunResult good = RunResult.of(found.runEnds(Verdict.PASSED, "").events());
        RunResult bad = RunResult.of(survived.runEnds(Verdict.PASSED, "").events());

        assertThat(good.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(good.counts().total()).isZero();
        assertThat(bad.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void what_happens_outside_of_any_scenario_is_kept_apart() {
        List<RunEvent> events = new Told()
                .runStarts("boot")
                .board("pi", "virt", GuestClock.WALL)
                .says("login:")
                .runEnds(Verdict.PASSED, "")
                .events();

        RunResult run = RunResult.of(events);

        assertThat(run.scenarios()).isEmpty();
        assertThat(run.outside().orElseThrow().boards().getFirst().console()).hasSize(1);
    }
}
