package io.brownout.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which requests the API knows. A request needs a key unless its route is said to be open. Filled by one thread, then safe for any. */
final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** What answers a request that anybody may make. */
    @FunctionalInterface
    interface Open {
        ApiAnswer answer(ApiRequest request);
    }

    /** What answers somebody. */
    @FunctionalInterface
    interface Keyed {
        ApiAnswer answer(ApiRequest request, Caller caller);
    }

    /** Who may ask. */
    sealed interface Endpoint {
        /** Anybody. */
        record OfAnybody(Open answer) implements Endpoint {}

        /** Whoever has a key. */
        record OfKey(Keyed answer) implements Endpoint {}
    }

    /**
     * A route.
     *
     * @param path the whole of it, as a pattern whose groups are the request's parts
     */
    record Route(String method, Pattern path, Endpoint endpoint) {}

    /**
     * What a request leads to.
     *
     * @param parts of its path
     */
    record Found(Endpoint endpoint, List<String> parts) {}

    Routes open(String method, String path, Open answer) {
        routes.add(new Route(method, Pattern.compile(path), new Endpoint.OfAnybody(answer)));
        return this;
    }

    Routes keyed(String method, String path, Keyed answer) {
        routes.add(new Route(method, Pattern.compile(path), new Endpoint.OfKey(answer)));
        return this;
    }

    /** Looks a request up; refuses it with 404 or 405 if there is nothing. */
    Found find(String method, String rawPath) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(rawPath);
            if (matcher.matches()) {
                if (route.method().equals(method)) {
                    return new Found(route.endpoint(), parts(matcher));
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw RefusedException.problem(404, "Not Found", "there is nothing at this path");
        }
        throw RefusedException.problem(
                405, "Method Not Allowed", "expected %s".formatted(String.join(" or ", methods)));
    }

    /** A plus in a path is a plus. */
    private static List<String> parts(Matcher matcher) {
        return IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(it -> Optional.ofNullable(matcher.group(it)).orElse(""))
                .map(it -> ApiRequest.decoded(it.replace("+", "%2B")))
                .toList();
    }
}
