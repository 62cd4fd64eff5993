package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Writes addresses of servers as doc/uri.md of github.com/NetworkBlockDevice/nbd has them. */
final class NbdUri {
    private static final String PLAIN = "-._~/"; // RFC 3986, section 2.3, and what parts a path.

    private NbdUri() {}

    static String of(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix ->
                "nbd+unix:///?socket=" + encoded(unix.getPath().toString());
            case InetSocketAddress inet -> "nbd://%s:%d".formatted(host(inet), inet.getPort());
            default -> throw new IllegalArgumentException("no address of an NBD server: " + address);
        };
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    }

    private static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte one : path.getBytes(UTF_8)) {
            char letter = (char) Byte.toUnsignedInt(one);
            boolean plain = letter < 0x80 && (Character.isLetterOrDigit(letter) || PLAIN.indexOf(letter) >= 0);
            uri.append(plain ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return uri.toString();
    }
}
