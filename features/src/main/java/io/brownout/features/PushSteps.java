package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Local mode: what a developer pushes to the device on the desk, as {@code ./brownout push} does. */
public final class PushSteps {
    private static final int ENGINE = 2377;

    private final World world;
    private final List<String> read = new ArrayList<>();

    /** PicoContainer makes it. */
    public PushSteps(World world) {
        this.world = world;
    }

    /** Builds it on the device from an image that the card was delivered with, runs it, and follows it to its end. */
    @When("a folder whose app says {word} is pushed to it")
    public void pushed(String word) {
        LocalPush push = push(word);
        try {
            push.start(read::add);
        } catch (UsageException e) { // Here it is the device that has failed, and not whoever asked.
            throw new AssertionError(e.getMessage(), e);
        }
        read.clear();
        assertThat(push.follow(read::add)).as("the exit code of the app").isZero();
    }

    /** Looks at the logs that came back. */
    @Then("its developer reads {word} in the app's log")
    public void reads(String word) {
        assertThat(read).as("the log of the app").containsExactly(word);
    }

    /** Tries it. */
    @Then("a push to it is refused, as a production device does")
    public void refused() {
        assertThatThrownBy(() -> push("hello").start(line -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a production device has none for you");
    }

    private LocalPush push(String word) {
        Path folder = world.scratch("pushed-app");
        try {
            Files.writeString(folder.resolve("word"), word + "\n");
            Files.writeString(folder.resolve("Dockerfile"), """
                    FROM resin/aarch64-sample-app:v1
                    COPY word /word
                    RUN test -s /word
                    ENTRYPOINT ["cat", "/word"]
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("an app to push could not be written", e);
        }
        return new LocalPush(world.device().board().network().forwarded(ENGINE), folder, "pushed-app");
    }
}
