package io.brownout.fleet;

import io.brownout.fleet.TargetState.Release;
import io.brownout.fleet.TargetState.Service;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A device's target as supervisors of both generations read it. */
final class TargetStateJson {
    private TargetStateJson() {}

    /** By names: uuids, commits, services. */
    static ObjectNode v3(TargetState state) {
        ObjectNode application = Json.object()
                .put("id", state.application().id())
                .put("name", state.application().name())
                .put("is_host", state.application().isHost())
                .put("class", state.application().kind());
        state.release()
                .ifPresent(it -> application.set("releases", Json.object().set(it.commit(), releaseV3(it))));
        ObjectNode device = Json.object().put("name", state.name());
        device.set("config", texts(state.config()));
        device.set("apps", Json.object().set(state.application().uuid(), application));
        return Json.object().set(state.uuid(), device);
    }

    private static ObjectNode releaseV3(Release release) {
        ObjectNode services = Json.object();
        for (Service service : release.services()) {
            ObjectNode one = Json.object()
                    .put("id", service.id())
                    .put("image_id", service.imageId())
                    .put("image", service.image());
            one.set("environment", texts(service.environment()));
            one.set("labels", texts(service.labels()));
            service.contract().ifPresent(it -> one.set("contract", it));
            one.set("composition", service.composition());
            services.set(service.name(), one);
        }
        return parts(Json.object().put("id", release.id()), services, release);
    }

    private static ObjectNode parts(ObjectNode into, JsonNode services, Release release) {
        into.set("services", services);
        into.set("volumes", release.volumes());
        into.set("networks", release.networks());
        return into;
    }

    /** By numbers; what the composition says of a service lies beside what the API says, and gives way to it. */
    static ObjectNode v2(TargetState state) {
        ObjectNode application = Json.object().put("name", state.application().name());
        state.release()
                .ifPresentOrElse(
                        it -> parts(
                                application.put("commit", it.commit()).put("releaseId", it.id()), servicesV2(it), it),
                        () -> {
                            application.set("services", Json.object());
                            application.set("volumes", Json.object());
                            application.set("networks", Json.object());
                        });
        ObjectNode local = Json.object().put("name", state.name());
        local.set("config", texts(state.config()));
        local.set("apps", Json.object().set(String.valueOf(state.application().id()), application));
        ObjectNode dependent = Json.object();
        dependent.set("apps", Json.object());
        dependent.set("devices", Json.object());
        ObjectNode answer = Json.object();
        answer.set("local", local);
        answer.set("dependent", dependent);
        return answer;
    }

    private static ObjectNode servicesV2(Release release) {
        ObjectNode services = Json.object();
        for (Service service : release.services()) {
            ObjectNode one = service.composition()
                    .deepCopy()
                    .put("imageId", service.imageId())
                    .put("serviceName", service.name())
                    .put("image", service.image())
                    .put("running", true);
            one.set("environment", texts(service.environment()));
            one.set("labels", texts(service.labels()));
            service.contract().ifPresent(it -> one.set("contract", it));
            services.set(String.valueOf(service.id()), one);
        }
        return services;
    }

    private static ObjectNode texts(Map<String, String> map) {
        ObjectNode object = Json.object();
        map.forEach(object::put);
        return object;
    }
}
