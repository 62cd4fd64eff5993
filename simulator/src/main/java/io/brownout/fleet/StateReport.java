package io.brownout.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a device reports of itself, in the words of neither version of the protocol.
 *
 * @param fields by columns
 * @param metrics by columns
 * @param running what says which release runs; empty if nothing is said
 * @param installs the images that it has or fetches, all of them; empty if nothing is said
 */
record StateReport(
        Map<String, @Nullable Object> fields,
        Map<String, @Nullable Object> metrics,
        Optional<Running> running,
        Optional<List<Install>> installs) {

    /** Which release runs: one of a commit, or none. */
    record Running(Optional<String> commit) {}

    /**
     * An image on the device.
     *
     * @param image which it is
     * @param progress of its download, in percent
     */
    record Install(ImageName image, String status, Optional<Long> progress) {}

    /** How a report says which image it means. */
    sealed interface ImageName {
        /** Since supervisor 12: where it is stored, with its digest or without. */
        record Stored(String commit, String location) implements ImageName {}

        /** Before: numbers. */
        record Numbered(long release, long image) implements ImageName {}
    }

    /** Reads one of version 3, without the device's uuid around it. */
    static StateReport v3(JsonNode said, String application) {
        JsonNode apps = said.path("apps");
        JsonNode app = apps.path(application);
        if (!apps.isMissingNode() && apps.propertyNames().stream().anyMatch(it -> !it.equals(application))) {
            // Releases of others: the device cannot run them.
            throw RefusedException.unauthorized();
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(StateFields.of(said));
        UpdateStatus.first(app.path("releases")).ifPresent(it -> fields.put("update_status", it));
        return new StateReport(
                fields,
                StateFields.metrics(said),
                app.path("release_uuid").asStringOpt().map(it -> new Running(Optional.of(it))),
                apps.isObject() ? Optional.of(installsV3(app.path("releases"))) : Optional.empty());
    }

    private static List<Install> installsV3(JsonNode releases) {
        List<Install> installs = new ArrayList<>();
        releases.properties()
                .forEach(release -> release.getValue()
                        .path("services")
                        .properties()
                        .forEach(service -> {
                            JsonNode one = service.getValue();
                            String image = one.path("image").asString("").split("@", 2)[0];
                            installs.add(install(one, new ImageName.Stored(release.getKey(), image)));
                        }));
        return installs;
    }

    private static Install install(JsonNode said, ImageName image) {
        JsonNode progress = said.path("download_progress");
        return new Install(
                image,
                StateFields.cut(said.path("status").asString(""), 50),
                progress.isNumber() ? Optional.of(Math.round(progress.doubleValue())) : Optional.empty());
    }

    /** Reads one of version 2, without {@code local} around it. */
    static StateReport v2(JsonNode said) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(StateFields.of(said));
        said.path("name").asStringOpt().ifPresent(it -> fields.put("device_name", StateFields.cut(it, 255)));
        JsonNode commit = said.path("is_on__commit");
        return new StateReport(
                fields,
                StateFields.metrics(said),
                commit.isMissingNode() ? Optional.empty() : Optional.of(new Running(commit.asStringOpt())),
                said.path("apps").isObject() ? Optional.of(installsV2(said.path("apps"))) : Optional.empty());
    }

    private static List<Install> installsV2(JsonNode apps) {
        List<Install> installs = new ArrayList<>();
        apps.forEach(app -> app.path("services")
                .properties()
                .forEach(service -> installs.add(install(
                        service.getValue(),
                        new ImageName.Numbered(
                                number(service.getValue().path("releaseId").asString(""), "release"),
                                number(service.getKey(), "image"))))));
        return installs;
    }

    private static long number(String text, String of) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw RefusedException.bad("expected the number of a %s".formatted(of));
        }
    }
}
