package io.brownout.qemu;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One line of the QEMU Machine Protocol, from QEMU to us; qemu/docs/interop/qmp-spec.txt, section 2. */
sealed interface QmpMessage permits QmpMessage.Greeting, QmpMessage.Return, QmpMessage.Failure, QmpEvent {
    /** Reads and writes the protocol's JSON. */
    JsonMapper MAPPER = JsonMapper.builder().build();

    /** The first line of a connection. */
    record Greeting(String version) implements QmpMessage {}

    /** The answer to a command that worked. */
    record Return(long id, JsonNode value) implements QmpMessage {}

    /** The answer to a command that did not. */
    record Failure(long id, String kind, String description) implements QmpMessage {}

    /** Reads one line. */
    static QmpMessage decode(String line) throws JacksonException {
        JsonNode message = MAPPER.readTree(line);
        if (message.has("QMP")) {
            JsonNode version = message.path("QMP").path("version").path("qemu");
            return new Greeting("%d.%d.%d"
                    .formatted(
                            version.path("major").asInt(),
                            version.path("minor").asInt(),
                            version.path("micro").asInt()));
        }
        if (message.has("event")) {
            return QmpEvent.decode(message.path("event").asString(), message.path("data"));
        }
        long id = message.path("id").asLong(-1);
        if (message.has("error")) {
            JsonNode error = message.path("error");
            return new Failure(
                    id, error.path("class").asString(""), error.path("desc").asString(""));
        }
        return new Return(id, message.path("return"));
    }

    /** Writes one command, without its line end. */
    static String command(long id, String name, ObjectNode arguments) {
        ObjectNode command = MAPPER.createObjectNode();
        command.put("execute", name);
        command.put("id", id);
        if (!arguments.isEmpty()) {
            command.set("arguments", arguments);
        }
        return MAPPER.writeValueAsString(command);
    }
}
