package io.brownout.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The API that devices poll and developers ask, as balena's clients speak it: registration and keys, target and current state, and the resources in OData.
 *
 * <p>Safe for any thread. A request has a virtual thread of its own, so whoever is slow holds up nobody else. What was answered with success is on the disk. Closing it ends connections in work.
 */
public final class ApiServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

    private final HttpServer server;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("api deadlines").factory());
    private final FleetDatabase database;
    private final Routes routes;
    private final Callers callers;
    private final FleetUsers users;
    private final Duration mostForRequest;

    private ApiServer(HttpServer server, ExecutorService threads, FleetDatabase database, Settings settings) {
        this.server = server;
        this.threads = threads;
        this.database = database;
        this.mostForRequest = settings.mostForRequest();
        LoginTokens tokens = LoginTokens.of(database);
        this.callers = new Callers(database, tokens, settings.clock());
        this.routes = ApiRoutes.of(database, tokens, settings);
        this.users = new FleetUsers(database, settings.clock());
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * What can be said of an API.
     *
     * @param registry the registry that images are pushed to and pulled from, {@code HOST} or {@code HOST:PORT}
     * @param clock what time it is
     * @param mostForRequest how long a request may take to come in and be answered; who takes longer is cut off
     * @param certificates in whose name it speaks TLS; empty for plain HTTP, behind somebody else's TLS
     */
    public record Settings(
            String registry, InstantSource clock, Duration mostForRequest, Optional<FleetCertificates> certificates) {
        /** Those of the field, without TLS. */
        public static Settings of(String registry) {
            return new Settings(registry, InstantSource.system(), Duration.ofSeconds(30), Optional.empty());
        }

        /** The same with TLS. */
        public Settings with(FleetCertificates its) {
            return new Settings(registry, clock, mostForRequest, Optional.of(its));
        }
    }

    /**
     * Starts one over a SQLite file.
     *
     * @param address where it listens; port 0 for one that is free
     * @param file made if it is not there
     * @throws HarnessException if nobody can listen there, or the file cannot be used
     */
    public static ApiServer start(InetSocketAddress address, Path file, Settings settings) {
        FleetDatabase database = SqliteDatabase.open(file);
        try {
            HttpServer http = server(address, settings);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("api ", 0).factory());
            ApiServer made = new ApiServer(http, threads, database, settings);
            http.setExecutor(threads);
            http.createContext("/", made::answer);
            http.start();
            return made;
        } catch (IOException e) {
            database.close();
            throw new HarnessException("the API cannot be served at %s: %s".formatted(address, e.getMessage()), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HttpServer server(InetSocketAddress address, Settings settings) throws IOException {
        if (settings.certificates().isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(
                new HttpsConfigurator(settings.certificates().get().context()));
        return https;
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Returns what is done without a request: users are made by whoever runs the fleet. */
    public FleetUsers users() {
        return users;
    }

    private void answer(HttpExchange exchange) throws IOException {
        // Closing may itself wait for the client, so the one thread of the clock does not do it.
        Future<?> deadline = watch.schedule(
                () -> threads.execute(exchange::close), mostForRequest.toMillis(), TimeUnit.MILLISECONDS);
        try (exchange) {
            send(exchange, answerTo(exchange));
        } finally {
            deadline.cancel(false);
        }
    }

    private ApiAnswer answerTo(HttpExchange exchange) throws IOException {
        try {
            byte[] body = RequestBody.of(exchange);
            Routes.Found found = routes.find(
                    exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
            ApiRequest request = new ApiRequest(exchange, found.parts(), body);
            return switch (found.endpoint()) {
                case Routes.Endpoint.OfAnybody(Routes.Open open) -> open.answer(request);
                case Routes.Endpoint.OfKey(Routes.Keyed keyed) -> keyed.answer(request, callers.of(request));
            };
        } catch (RefusedException e) {
            return e.answer();
        } catch (ODataException e) {
            return ApiAnswer.problem(400, "Bad Request", String.valueOf(e.getMessage()));
        } catch (DuplicateException e) {
            return ApiAnswer.text(409, String.valueOf(e.getMessage()));
        } catch (ConstraintException e) {
            return ApiAnswer.problem(400, "Bad Request", "expected no value to be empty that must be there");
        } catch (DatabaseException e) {
            LOG.log(Level.ERROR, "%s could not be done".formatted(asked(exchange)), e);
            return ApiAnswer.problem(503, "Service Unavailable", "the database cannot do its work: try again")
                    .with("Retry-After", "15");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "%s failed".formatted(asked(exchange)), e);
            return ApiAnswer.problem(500, "Internal Server Error", "the API failed; its log says why");
        }
    }

    /** Without the query, which may hold a key. */
    private static String asked(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    }

    private static void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        int length = answer.body().length;
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        if (length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        watch.shutdownNow();
        awaitRequests();
        database.close();
    }

    /** What is in the midst of its work gets to its end before the database is closed below it. */
    private void awaitRequests() {
        try {
            if (!threads.awaitTermination(mostForRequest.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "requests are in work for longer than {0}", mostForRequest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
