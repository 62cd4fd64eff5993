package io.brownout.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * Git remotes of applications, {@code http://HOST:PORT/anna/depot.git}, in git's smart protocol over HTTP (Documentation/gitprotocol-http in git's sources; JGit speaks it). A push to master is built before it is accepted.
 *
 * <p>Safe for any thread. A push is answered on a thread of its own for as long as its build takes. Closing it ends connections in work; a push that was not answered with success has moved no ref.
 */
public final class GitServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/(.+?\\.git)/(info/refs|git-receive-pack|git-upload-pack)");
    private static final String RECEIVE = "git-receive-pack";
    private static final String UPLOAD = "git-upload-pack";
    private static final int MOST_MEGABYTES = 512;

    private final HttpServer server;
    private final ExecutorService threads;
    private final GitRepositories repositories;
    private final GitAccess access;

    private GitServer(HttpServer server, ExecutorService threads, Path folder, GitAccess access) {
        this.server = server;
        this.threads = threads;
        this.repositories = new GitRepositories(folder);
        this.access = access;
    }

    /**
     * Starts one.
     *
     * @param address where it listens; port 0 for one that is free
     * @param folder where repositories are and are made
     * @throws HarnessException if nobody can listen there
     */
    public static GitServer start(InetSocketAddress address, Path folder, GitAccess access) {
        try {
            HttpServer http = HttpServer.create(address, 0);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("git ", 0).factory());
            GitServer made = new GitServer(http, threads, folder, access);
            http.setExecutor(threads);
            http.createContext("/", made::answer);
            http.start();
            return made;
        } catch (IOException e) {
            throw new HarnessException("git cannot be served at %s: %s".formatted(address, e.getMessage()), e);
        }
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Returns the address of an application's remote. */
    public String remote(Application application) {
        return "http://%s:%d/%s"
                .formatted(address().getAddress().getHostAddress(), address().getPort(), application.remote());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            answerOpen(exchange);
        }
    }

    private void answerOpen(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            refuse(exchange, 404, "expected the remote of an application, such as /anna/depot.git");
            return;
        }
        Application application;
        try {
            application = Application.atRemote(path.group(1));
        } catch (UsageException e) {
            refuse(exchange, 404, String.valueOf(e.getMessage()));
            return;
        }
        switch (right(exchange, application)) {
            case GitAccess.Right.Unknown() -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\", charset=\"UTF-8\"");
                refuse(exchange, 401, "a name and its key are asked for");
            }
            case GitAccess.Right.None() ->
                refuse(exchange, 404, "there is no application %s of yours".formatted(application));
            case GitAccess.Right.Push(PushBuilder builder) -> serve(exchange, application, path.group(2), builder);
        }
    }

    private GitAccess.Right right(HttpExchange exchange, Application application) {
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new GitAccess.Right.Unknown();
        }
        try {
            String[] pair = new String(
                            Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8)
                    .split(":", 2);
            return pair.length == 2 ? access.right(pair[0], pair[1], application) : new GitAccess.Right.Unknown();
        } catch (IllegalArgumentException e) {
            return new GitAccess.Right.Unknown();
        }
    }

    private void serve(HttpExchange exchange, Application application, String service, PushBuilder builder)
            throws IOException {
        String asked = exchange.getRequestMethod() + " " + service;
        try (Repository repository = repositories.open(application)) {
            switch (asked) {
                case "GET info/refs" -> advertise(exchange, application, repository, builder);
                case "POST " + RECEIVE -> receive(exchange, application, repository, builder);
                case "POST " + UPLOAD -> upload(exchange, repository);
                default ->
                    refuse(exchange, 405, "git asks GET info/refs, POST %s or POST %s".formatted(RECEIVE, UPLOAD));
            }
        }
    }

    private static void advertise(
            HttpExchange exchange, Application application, Repository repository, PushBuilder builder)
            throws IOException {
        String service = Map.of("service=" + RECEIVE, RECEIVE, "service=" + UPLOAD, UPLOAD)
                .getOrDefault(String.valueOf(exchange.getRequestURI().getQuery()), "");
        if (service.isEmpty()) {
            refuse(exchange, 403, "this remote speaks git's smart protocol only");
            return;
        }
        try (OutputStream out = begin(exchange, service + "-advertisement")) {
            PacketLineOut lines = new PacketLineOut(out);
            lines.writeString("# service=%s\n".formatted(service));
            lines.end();
            PacketLineOutRefAdvertiser advertiser = new PacketLineOutRefAdvertiser(lines);
            if (service.equals(RECEIVE)) {
                receivePack(application, repository, builder).sendAdvertisedRefs(advertiser);
            } else {
                uploadPack(repository).sendAdvertisedRefs(advertiser);
            }
        }
    }

    private void receive(HttpExchange exchange, Application application, Repository repository, PushBuilder builder)
            throws IOException {
        ReentrantLock lock = repositories.pushLock(application);
        lock.lock();
        try (InputStream in = body(exchange);
                OutputStream out = begin(exchange, RECEIVE + "-result")) {
            receivePack(application, repository, builder).receive(in, out, null);
        } finally {
            lock.unlock();
        }
    }

    private static void upload(HttpExchange exchange, Repository repository) throws IOException {
        try (InputStream in = body(exchange);
                OutputStream out = begin(exchange, UPLOAD + "-result")) {
            uploadPack(repository).upload(in, out, null);
        } catch (PackProtocolException e) {
            throw new IOException("a client that does not speak git: " + e.getMessage(), e);
        }
    }

    private static ReceivePack receivePack(Application application, Repository repository, PushBuilder builder) {
        ReceivePack pack = new ReceivePack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setAllowNonFastForwards(true);
        pack.setCheckReceivedObjects(true);
        pack.setMaxPackSizeLimit(MOST_MEGABYTES * 1024L * 1024);
        pack.setPreReceiveHook(new PushGate(application, builder));
        return pack;
    }

    private static UploadPack uploadPack(Repository repository) {
        UploadPack pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        return pack;
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-" + type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
