package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the models make of writes whose amplification is known: from theory, or by counting on paper. */
class WriteAmplificationTest {
    private static final int PAGE = 4096;
    private static final int PAGE_SECTORS = PAGE / 512;
    private static final Endurance FOR_EVER = Endurance.fixed(Integer.MAX_VALUE);

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0})
    void random_writes_to_a_page_map_are_amplified_as_xiang_and_kurkoski_say(double overProvisioning) {
        int units = 2000;
        FlashGeometry geometry =
                new FlashGeometry(PAGE, 256 * PAGE, units, (int) Math.round(units * overProvisioning), 1);
        PageMap model = new PageMap(geometry, FOR_EVER, 0);

        double measured = steadyAmplification(model, geometry, new SplittableRandom(7));

        assertThat(measured)
                .as("write amplification at an over-provisioning of %s", overProvisioning)
                .isCloseTo(xiangKurkoski(geometry.overProvisioning()), Percentage.withPercentage(3));
    }

    @Test
    void the_formula_that_the_page_map_is_held_to_is_the_published_one() {
        // Xiang and Kurkoski (2011) give 2.36 at an over-provisioning of 0.3.
        assertThat(xiangKurkoski(0.3)).isCloseTo(2.36, within(0.005));
        assertThat(xiangKurkoski(0.1)).isCloseTo(5.68, within(0.01));
        assertThat(xiangKurkoski(1.0)).isCloseTo(1.26, within(0.01));
    }

    private static double steadyAmplification(PageMap model, FlashGeometry geometry, SplittableRandom random) {
        int pages = geometry.pages();
        writeAtRandom(model, pages, 4L * pages, random);
        long hostBefore = model.hostBytes();
        long flashBefore = model.flashBytes();
        writeAtRandom(model, pages, pages, random);
        return (double) (model.flashBytes() - flashBefore) / (model.hostBytes() - hostBefore);
    }

    private static void writeAtRandom(TranslationModel model, int pages, long writes, SplittableRandom random) {
        for (long write = 0; write < writes; write++) {
            model.write((long) random.nextInt(pages) * PAGE_SECTORS, PAGE_SECTORS);
        }
    }

    /** With a = 1 + OP: a / (a + W(-a e^-a)), W the principal branch, by iteration of w = -a e^-a / e^w. */
    private static double xiangKurkoski(double overProvisioning) {
        double a = 1 + overProvisioning;
        double argument = -a * Math.exp(-a);
        double w = 0;
        for (int step = 0; step < 10_000; step++) {
            w = argument * Math.exp(-w);
        }
        return a / (a + w);
    }
}
