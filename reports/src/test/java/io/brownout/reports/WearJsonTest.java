package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.WearReport.ModelWear;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What machines read about a card's wear. */
class WearJsonTest {
    @Test
    void wear_json_is_as_it_was_reviewed() throws IOException {
        Golden.assertMatches("wear/wear.json", WearJson.of(List.of(WearSamples.quiet(), WearSamples.chatty())));
    }

    @Test
    void it_has_the_keys_that_docs_promise() {
        JsonNode wear = new JsonMapper().readTree(WearJson.of(List.of(WearSamples.chatty())));

        assertThat(wear.get("hostBytesPerDay").asLong()).isEqualTo(301_989_888);
        assertThat(wear.get("byPartition").get("resin-state").asLong()).isEqualTo(268_435_456);
        assertThat(wear.get("byKind").get("journal").asLong()).isEqualTo(180_000_000);
        assertThat(wear.get("topFiles").get(0).get("path").asString()).isEqualTo("/heartbeat");
        assertThat(wear.get("models").get("block-map").get("yearsUnlevelled").asDouble())
                .isEqualTo(0.28);
        assertThat(wear.get("models").get("block-map").propertyNames())
                .contains("writeAmplification", "yearsLevelled", "hottestUnitErases");
        assertThat(wear.get("gates").get(1).get("kept").asBoolean()).isFalse();
    }

    @Test
    void what_never_ends_is_null() {
        double never = Double.POSITIVE_INFINITY;
        var endless = WearSamples.with(List.of(new ModelWear("page-map", 1, 0, 0, never, never, never, never)));

        JsonNode model = new JsonMapper()
                .readTree(WearJson.of(List.of(endless)))
                .get("models")
                .get("page-map");

        assertThat(model.get("yearsLevelled").isNull()).isTrue();
    }
}
