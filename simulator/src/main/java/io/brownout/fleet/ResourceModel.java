package io.brownout.fleet;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Resources of the API and how they lie in the database: a table each, whose key is {@code id}. Immutable.
 *
 * @param resources by their names
 */
record ResourceModel(Map<String, Resource> resources) {
    ResourceModel {
        resources = Map.copyOf(resources);
    }

    static ResourceModel of(Collection<Resource> resources) {
        Map<String, Resource> byName = new LinkedHashMap<>();
        resources.forEach(it -> byName.put(it.name(), it));
        return new ResourceModel(byName);
    }

    /** Returns a resource; {@link ODataException} if there is none of that name. */
    Resource resource(String name) {
        return Optional.ofNullable(resources.get(name))
                .orElseThrow(() -> new ODataException("there is no resource %s".formatted(name)));
    }

    /** What a field holds. */
    enum Kind {
        /** A whole number. */
        WHOLE,
        /** A text. */
        TEXT,
        /** True or false, in the database 1 or 0. */
        TRUTH,
        /** A moment, in RFC 3339 with milliseconds and Z: as text it sorts as time does. */
        TIME,
        /** Something structured, in the database as its JSON. */
        JSON
    }

    /**
     * A resource. Its table and columns are named as it and its fields are.
     *
     * @param fields what each row has of its own, {@code id} among them
     * @param references the resources that a column of it refers to, by the column's name
     * @param collections rows of others that refer to it, by the name of the navigation
     */
    record Resource(
            String name, Map<String, Kind> fields, Map<String, String> references, Map<String, Collected> collections) {
        Resource {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
            collections = Map.copyOf(collections);
        }

        ODataException unknown(String what) {
            return new ODataException("the resource %s has no %s".formatted(name, what));
        }
    }

    /**
     * Rows that refer to one.
     *
     * @param resource whose they are
     * @param by their column that refers to it
     */
    record Collected(String resource, String by) {}
}
