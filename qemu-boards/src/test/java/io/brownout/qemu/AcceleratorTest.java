package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.GuestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceleratorTest {
    private final QemuInstallation qemu = QemuInstallation.find();

    @Test
    void the_translator_runs_a_guest_everywhere() {
        Accelerator.Probe probe = Accelerator.TCG.probe(qemu);

        assertThat(probe.works()).as(probe.detail()).isTrue();
        assertThat(probe.detail()).isEqualTo("alive");
    }

    @Test
    void kvm_is_believed_only_when_a_guest_has_spoken() {
        Accelerator.Probe probe = Accelerator.KVM.probe(qemu);

        assertThat(probe.works()).as(probe.detail()).isEqualTo(probe.detail().equals("alive"));
        assertThat(probe.detail()).isNotBlank();
    }

    @Test
    void instructions_are_counted_by_the_translator_only() {
        assertThat(Accelerator.bestFor(BoardModel.VIRT, GuestClock.VIRTUAL, qemu))
                .isEqualTo(Accelerator.TCG);
    }
}
