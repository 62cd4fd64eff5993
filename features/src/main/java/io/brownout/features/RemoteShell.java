package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * Root's shell on a device over ssh, with a key made for this run that the device learns from its config.json.
 *
 * <p>The device's host key is not checked: it was made by the device at its first boot and nobody has seen it before. Blocking; one command at a time.
 */
final class RemoteShell {
    private final KeyPair key;

    private RemoteShell(KeyPair key) {
        this.key = key;
    }

    /** Makes a shell with a new key. */
    static RemoteShell withNewKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new RemoteShell(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new HarnessException("no ECDSA key could be made: " + e.getMessage(), e);
        }
    }

    /** Returns the public key as a line of authorized_keys. */
    String authorizedKey() {
        return PublicKeyEntry.toString(key.getPublic());
    }

    /** What a command printed, standard output and standard error together, and its exit status. */
    record Answer(int status, String text) {}

    /** Runs a command, and returns what it said; a device that cannot be reached, or that closes the connection first, fails the scenario. */
    Answer run(InetSocketAddress address, String command, Deadline deadline) {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            try (ClientSession session =
                    client.connect("root", address).verify(deadline.left()).getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(deadline.left());
                return execute(session, command, deadline);
            }
        } catch (IOException e) {
            throw new AssertionError(
                    "expected an answer to `%s` over ssh at %s, seen: %s".formatted(command, address, e.getMessage()),
                    e);
        }
    }

    /** Tries to log in with the key and with an empty password, and says whether it was let in; a device that cannot be reached fails the scenario, since it has refused nothing. */
    boolean isLetIn(InetSocketAddress address, Deadline deadline) {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            try (ClientSession session =
                    client.connect("root", address).verify(deadline.left()).getSession()) {
                session.addPublicKeyIdentity(key);
                session.setPasswordIdentityProvider(PasswordIdentityProvider.wrapPasswords(""));
                if (!session.auth().await(deadline.left())) {
                    throw new IOException("no answer to a login");
                }
                return session.isAuthenticated();
            }
        } catch (IOException e) {
            throw new AssertionError(
                    "expected an ssh server at %s that refuses or accepts a login, seen: %s"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    private static Answer execute(ClientSession session, String command, Deadline deadline) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(deadline.left());
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), deadline.left());
            Integer status = channel.getExitStatus();
            return new Answer(status == null ? -1 : status, output.toString(StandardCharsets.UTF_8));
        }
    }
}
