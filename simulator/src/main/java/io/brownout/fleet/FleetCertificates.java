package io.brownout.fleet;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A fleet's own certificate authority, and a certificate of it for a server: supervisors speak to nothing but TLS when they send logs. Made by the JDK's keytool when they are first asked for, and kept in a folder that only its owner can read: whoever
 * reads it can pretend to be the fleet. Immutable and safe for any thread.
 */
public final class FleetCertificates {
    /** Who guards the keys is the folder; a password beside them would not. */
    private static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";
    /** A device has no clock: until it has heard the time, it is years behind, and must be able to join all the same. */
    private static final String BEGIN = "-10y";

    private static final String DAYS = "7300";

    private final KeyStore authority;
    private final KeyStore server;

    private FleetCertificates(KeyStore authority, KeyStore server) {
        this.authority = authority;
        this.server = server;
    }

    /**
     * Returns those in a folder. Blocks for some seconds if they are to be made.
     *
     * @param folder made if it is not there
     * @param names what the server is called: host names and addresses
     * @throws HarnessException if they cannot be read or made
     */
    public static FleetCertificates in(Path folder, List<String> names) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path authority = folder.resolve("authority.p12");
            if (!Files.exists(authority)) {
                make(
                        authority,
                        Optional.empty(),
                        AUTHORITY,
                        List.of("-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign"));
            }
            Path server = folder.resolve(
                    "server-%s.p12".formatted(Keys.hash(String.join(" ", names)).substring(0, 16)));
            if (!Files.exists(server)) {
                make(server, Optional.of(authority), SERVER, signedBy(names));
            }
            return new FleetCertificates(read(authority), read(server));
        } catch (IOException | GeneralSecurityException e) {
            throw new HarnessException(
                    "the certificates of the fleet in %s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static List<String> signedBy(List<String> names) {
        String san = names.stream()
                .map(it -> (it.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + it)
                .collect(Collectors.joining(","));
        return List.of(
                "-ext", "san=" + san, "-ext", "eku=serverAuth", "-signer", AUTHORITY, "-signerkeypass", PASSWORD);
    }

    /** Under another name first: half a key store is none. keytool signs only with what lies in the same store, so a signer's is copied. */
    private static void make(Path store, Optional<Path> signer, String alias, List<String> more) throws IOException {
        Path unfinished = Files.createTempDirectory(store.getParent(), "making").resolve("store.p12");
        if (signer.isPresent()) {
            Files.copy(signer.get(), unfinished);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Brownout fleet " + alias.toLowerCase(Locale.ROOT),
                "-startdate",
                BEGIN,
                "-validity",
                DAYS,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                unfinished.toString()));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
            Files.move(unfinished, store);
            Files.delete(unfinished.getParent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made " + store, e);
        } finally {
            keytool.destroyForcibly();
        }
    }

    private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore read = KeyStore.getInstance("PKCS12");
            read.load(in, PASSWORD.toCharArray());
            return read;
        }
    }

    /** Returns the authority's certificate, which devices must trust, in PEM: {@code balenaRootCA} of their config.json is its Base64. */
    public String authority() {
        try {
            return pem("CERTIFICATE", authority.getCertificate(AUTHORITY).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new HarnessException("the certificate of the fleet's authority cannot be read", e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
    }

    /** Writes what a server that is not Java's needs, in PEM; only its owner can read the key. */
    public void writePem(Path certificate, Path key) throws IOException {
        try {
            StringBuilder chain = new StringBuilder();
            for (Certificate link : server.getCertificateChain(SERVER)) {
                chain.append(pem("CERTIFICATE", link.getEncoded()));
            }
            Files.writeString(certificate, chain);
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    key,
                    pem(
                            "PRIVATE KEY",
                            server.getKey(SERVER, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new HarnessException("the certificate of the fleet's server cannot be used", e);
        }
    }

    /** Returns what a client needs that trusts this authority, and no other. */
    public SSLContext trusting() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(AUTHORITY, authority.getCertificate(AUTHORITY));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new HarnessException("the certificate of the fleet's authority cannot be used", e);
        }
    }

    /** Returns what a server needs to speak TLS in their name. */
    SSLContext context() {
        try {
            KeyStore itsOwn = KeyStore.getInstance("PKCS12");
            itsOwn.load(null, null);
            itsOwn.setKeyEntry(
                    SERVER,
                    server.getKey(SERVER, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    server.getCertificateChain(SERVER));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(itsOwn, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new HarnessException("the certificate of the fleet's server cannot be used", e);
        }
    }
}
