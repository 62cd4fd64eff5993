package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to an application's remote, by the git that developers have. */
@Timeout(120)
class GitServerTest {
    private static final Application DEPOT = new Application("anna", "depot");
    private static final String ANNA = "anna:secret";

    @TempDir
    private Path folder;

    private final List<String> built = Collections.synchronizedList(new ArrayList<>());
    private PushBuilder builder = (commit, console) -> {
        Path tree = Files.createTempDirectory(folder, "tree");
        commit.writeTo(tree);
        try (Stream<Path> files = Files.walk(tree)) {
            files.filter(Files::isRegularFile)
                    .map(it -> tree.relativize(it).toString())
                    .sorted()
                    .forEach(it -> console.accept("found " + it));
        }
        built.add(commit.commit());
    };
    private GitServer server;
    private Path project;

    @BeforeEach
    void start() throws Exception {
        server = GitServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("repositories"),
                (user, secret, application) -> {
                    if (!secret.equals("secret")) {
                        return new GitAccess.Right.Unknown();
                    }
                    return application.equals(DEPOT) && user.equals("anna")
                            ? new GitAccess.Right.Push((commit, console) -> builder.build(commit, console))
                            : new GitAccess.Right.None();
                });
        project = Files.createDirectory(folder.resolve("project"));
        git("init", "-q", "-b", "master");
        commit("Dockerfile", "FROM scratch");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What git said, and how it ended. */
    private record Said(int exitCode, String text) {}

    private Said git(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("git", "-c", "user.name=Anna", "-c", "user.email=anna@example.com"));
        all.addAll(Arrays.asList(command));
        Path log = Files.createTempFile(folder, "git", ".log");
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null", "HOME", folder.toString()));
        int exitCode = builder.start().waitFor();
        return new Said(exitCode, Files.readString(log));
    }

    private String commit(String file, String content) throws IOException, InterruptedException {
        Files.createDirectories(project.resolve(file).getParent());
        Files.writeString(project.resolve(file), content);
        git("add", "-A");
        git("commit", "-q", "-m", "change " + file);
        return head();
    }

    private String head() throws IOException, InterruptedException {
        return git("rev-parse", "HEAD").text().strip();
    }

    private String remote() {
        return remote(ANNA, DEPOT);
    }

    private String remote(String who, Application application) {
        return server.remote(application).replace("http://", "http://" + who + "@");
    }

    private String masterOfRemote() throws IOException, InterruptedException {
        return git("ls-remote", remote(), "refs/heads/master").text().strip();
    }

    @Test
    void a_push_to_master_is_built_and_whoever_pushes_reads_along() throws Exception {
        commit("src/app.sh", "echo hello");

        Said push = git("push", remote(), "master");

        assertThat(push.exitCode()).as(push.text()).isZero();
        assertThat(push.text())
                .contains("remote: building " + head().substring(0, 7) + " of anna/depot with its Dockerfile")
                .contains("remote: found Dockerfile")
                .contains("remote: found src/app.sh");
        assertThat(built).containsExactly(head());
        assertThat(masterOfRemote()).startsWith(head());
    }

    @Test
    void what_the_builder_says_is_read_at_once() throws Exception {
        CountDownLatch pushed = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        builder = (commit, console) -> {
            console.accept("step 1");
            pushed.countDown();
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Process push = new ProcessBuilder("git", "push", remote(), "master")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();

        try (var lines = push.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains("step 1")) {
                line = lines.readLine();
            }
            assertThat(line).as("a line, while the build still runs").contains("step 1");
            assertThat(push.isAlive()).isTrue();
            read.countDown();
            assertThat(push.waitFor()).isZero();
        }
    }

    @Test
    void another_branch_is_kept_and_not_built() throws Exception {
        Said push = git("push", remote(), "master:refs/heads/idea");

        assertThat(push.exitCode()).isZero();
        assertThat(push.text()).contains("idea is kept and not built");
        assertThat(built).isEmpty();
        assertThat(git("ls-remote", remote()).text()).contains("refs/heads/idea");
    }

    @Test
    void a_project_that_says_nowhere_how_to_build_it_is_refused_with_the_reason() throws Exception {
        git("rm", "-q", "Dockerfile");
        commit("docs/Dockerfile", "FROM scratch");

        Said push = git("push", remote(), "master");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.text())
                .contains("nothing says how to build it")
                .contains("docker-compose.yml, Dockerfile.template, Dockerfile, package.json");
        assertThat(built).isEmpty();
        assertThat(masterOfRemote()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"package.json", "docker-compose.yml", "Dockerfile.template"})
    void a_project_without_a_dockerfile_is_built_by_what_it_has(String file) throws Exception {
        git("rm", "-q", "Dockerfile");
        commit(file, "{}");

        assertThat(git("push", remote(), "master").text()).contains("with its " + file);
        assertThat(built).containsExactly(head());
    }

    @Test
    void a_build_that_fails_refuses_the_push_and_the_same_commit_can_be_pushed_again() throws Exception {
        PushBuilder well = builder;
        builder = (commit, console) -> {
            throw new BuildFailedException("RUN make ended with 2");
        };

        Said failed = git("push", remote(), "master");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.text()).contains("the build failed: RUN make ended with 2");
        assertThat(masterOfRemote()).isEmpty();

        builder = well;
        assertThat(git("push", remote(), "master").exitCode()).isZero();
        assertThat(built).containsExactly(head());
    }

    @Test
    void another_project_takes_its_place_by_force_only() throws Exception {
        git("push", remote(), "master");
        String first = head();
        git("checkout", "-q", "--orphan", "other");
        String second = commit("Dockerfile", "FROM other");

        assertThat(git("push", remote(), "other:master").exitCode()).isNotZero();
        assertThat(masterOfRemote()).startsWith(first);

        assertThat(git("push", "-f", remote(), "other:master").exitCode()).isZero();
        assertThat(masterOfRemote()).startsWith(second);
        assertThat(built).containsExactly(first, second);
    }

    @Test
    void master_cannot_be_deleted() throws Exception {
        git("push", remote(), "master");

        assertThat(git("push", remote(), ":master").text()).contains("cannot be deleted");
        assertThat(masterOfRemote()).startsWith(head());
    }

    @Test
    void what_was_pushed_can_be_cloned() throws Exception {
        git("push", remote(), "master");

        assertThat(git("clone", "-q", remote(), folder.resolve("clone").toString())
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("clone/Dockerfile")).hasContent("FROM scratch");
    }

    @Test
    void a_wrong_key_and_an_application_of_somebody_else_are_refused() throws Exception {
        assertThat(git("push", remote("anna:guess", DEPOT), "master").text()).contains("Authentication failed");
        assertThat(git("push", remote(ANNA, new Application("ben", "depot")), "master")
                        .text())
                .contains("not found");
        assertThat(git("push", server.remote(DEPOT), "master").exitCode()).isNotZero();
        assertThat(built).isEmpty();
        assertThat(folder.resolve("repositories")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/anna/depot.git/HEAD",
                "/anna/../../etc.git/info/refs?service=git-upload-pack",
                "/anna/%2e%2e%2fdepot.git/info/refs?service=git-upload-pack",
                "/anna/depot.git/info/refs",
                "/anna/depot.git/info/refs?service=git-archive"
            })
    void what_is_no_git_is_refused_without_a_trace(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s:%d%s"
                        .formatted(
                                server.address().getAddress().getHostAddress(),
                                server.address().getPort(),
                                path)))
                .header("Authorization", "Basic YW5uYTpzZWNyZXQ=")
                .build();

        HttpResponse<String> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertThat(answer.statusCode()).isIn(403, 404);
        assertThat(answer.body()).doesNotContain("Exception").hasSizeLessThan(200);
    }
}
