package io.brownout.stack;

import io.brownout.fleet.ProjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes sure that a service's folder has a Dockerfile that an engine can build (balena's documentation of project types and of Dockerfile templates). */
final class Dockerfiles {
    private static final String NAME = "Dockerfile";

    private Dockerfiles() {}

    /**
     * Writes one where there is only a template or a package.json; one that is there is left as it is, though a template beside it counts more.
     *
     * @param folder of the service
     * @param kind what says how it is built; COMPOSE for a folder that says so itself
     */
    static void prepare(Path folder, ProjectKind kind, DeviceKind device) throws IOException {
        Path dockerfile = folder.resolve(NAME);
        switch (kind) {
            case DOCKERFILE -> {}
            case DOCKERFILE_TEMPLATE -> Files.writeString(dockerfile, filled(folder, device));
            case PACKAGE_JSON -> Files.writeString(dockerfile, ofPackageJson(device));
            case COMPOSE -> {
                if (Files.exists(folder.resolve(ProjectKind.DOCKERFILE_TEMPLATE.file()))) {
                    prepare(folder, ProjectKind.DOCKERFILE_TEMPLATE, device);
                } else if (!Files.exists(dockerfile) && Files.exists(folder.resolve(ProjectKind.PACKAGE_JSON.file()))) {
                    prepare(folder, ProjectKind.PACKAGE_JSON, device);
                }
            }
        }
    }

    /** A program for Node.js without a word on how to build it: dependencies first, so that they are built anew only when they change. */
    private static String ofPackageJson(DeviceKind device) {
        return """
                FROM resin/%s-node
                WORKDIR /usr/src/app
                COPY package*.json ./
                RUN npm install --production --unsafe-perm && npm cache clean --force
                COPY . ./
                CMD ["npm", "start"]
                """.formatted(device.architecture());
    }

    private static String filled(Path folder, DeviceKind device) throws IOException {
        String text = Files.readString(folder.resolve(ProjectKind.DOCKERFILE_TEMPLATE.file()));
        for (Map.Entry<String, String> value : Map.of("MACHINE_NAME", device.slug(), "ARCH", device.architecture())
                .entrySet()) {
            for (String company : new String[] {"RESIN", "BALENA"}) {
                text = text.replace("%%" + company + "_" + value.getKey() + "%%", value.getValue());
            }
        }
        return text;
    }
}
