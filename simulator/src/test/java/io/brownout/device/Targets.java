package io.brownout.device;

/** Targets in the form of {@code apps.json}. */
final class Targets {
    private Targets() {}

    /** One app with one service {@code main} of that image. */
    static String of(String image) {
        return of(image, "\"composition\":{\"restart\":\"always\",\"volumes\":[\"data:/data\",\"/etc:/etc\"]}");
    }

    /** The same, with further members of the service. */
    static String of(String image, String further) {
        return """
                {"apps":{"62aa0000000000000000000000000001":{"id":2,"name":"labfleet","is_host":false,"class":"fleet","releases":{"5573e300":{"id":7,
                 "services":{"main":{"id":3,"image_id":5,"image":"%s","environment":{"GREETING":"hello"},"labels":{"mine":"yes"},%s}}}}}}}
                """.formatted(image, further);
    }

    static TargetState read(String text) {
        return TargetReader.read(Json.parse(text));
    }
}
