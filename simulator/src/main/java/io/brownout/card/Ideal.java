package io.brownout.card;

/** Every acknowledged write survives, and nothing else: the polite card, against which the others are measured. */
public record Ideal() implements CardProfile {
    @Override
    public String name() {
        return "ideal";
    }

    @Override
    public Aftermath survivors(PowerLoss loss) {
        return Aftermath.NOTHING_LOST;
    }
}
