package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.FLAG_FIXED_NEWSTYLE;
import static io.brownout.nbd.NbdProtocol.FLAG_NO_ZEROES;
import static io.brownout.nbd.NbdProtocol.LONGEST_OPTION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The haggling before the first request: fixed newstyle, as the specification's sections of that name have it. Without TLS: "NOTLS mode". */
final class NbdHandshake implements AutoCloseable {
    private final NbdWire wire;
    private final NbdExports exports;
    private final NbdOptionReplies replies;
    private boolean noZeroes;
    private boolean structured;
    private @Nullable String allocationOf;
    private @Nullable NbdTerms terms;

    NbdHandshake(NbdWire wire, NbdExports exports) {
        this.wire = wire;
        this.exports = exports;
        this.replies = new NbdOptionReplies(wire);
    }

    private enum Next {
        OPTION,
        REQUESTS,
        END
    }

    /** Haggles; returns what was agreed upon, with the export open until {@link #close}, or nothing if the connection is to end. */
    Optional<NbdTerms> run() throws IOException {
        wire.output()
                .putLong(NbdProtocol.NBDMAGIC)
                .putLong(NbdProtocol.IHAVEOPT)
                .putShort((short) (FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES));
        wire.require(4);
        int clientFlags = wire.input().getInt();
        if ((clientFlags & ~(FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES)) != 0) {
            return Optional.empty(); // "Client flags": a server must end the connection if it does not know one.
        }
        noZeroes = (clientFlags & FLAG_NO_ZEROES) != 0;
        Next next = Next.OPTION;
        while (next == Next.OPTION) {
            next = nextOption();
        }
        return Optional.ofNullable(terms);
    }

    private Next nextOption() throws IOException {
        wire.require(16);
        long magic = wire.input().getLong();
        int type = wire.input().getInt();
        long length = Integer.toUnsignedLong(wire.input().getInt());
        if (magic != NbdProtocol.IHAVEOPT) {
            return Next.END;
        }
        if (length > LONGEST_OPTION) {
            return tooBig(type, length);
        }
        wire.require((int) length);
        ByteBuffer data = wire.input().slice(wire.input().position(), (int) length);
        wire.input().position(wire.input().position() + (int) length);
        return answer(type, NbdOption.decode(type, data));
    }

    /** Reads it and throws it away, unless it is so long that it can only be meant to keep us busy: "Termination of the session during option haggling". */
    private Next tooBig(int type, long length) throws IOException {
        if (length > NbdProtocol.MAXIMUM_PAYLOAD || type == NbdProtocol.OPT_EXPORT_NAME) {
            return Next.END;
        }
        for (long left = length; left > 0; ) {
            int step = (int) Math.min(left, LONGEST_OPTION);
            wire.require(step);
            wire.input().position(wire.input().position() + step);
            left -= step;
        }
        forgetContexts(type);
        replies.error(
                type, NbdProtocol.REP_ERR_TOO_BIG, "the option is longer than %d bytes".formatted(LONGEST_OPTION));
        return Next.OPTION;
    }

    private Next answer(int type, NbdOption option) throws IOException {
        return switch (option) {
            case NbdOption.ExportName(String name) -> exportName(name);
            case NbdOption.Abort() -> {
                replies.acknowledge(type);
                yield Next.END;
            }
            case NbdOption.ListExports() -> {
                for (String name : exports.names()) {
                    replies.server(type, name);
                }
                replies.acknowledge(type);
                yield Next.OPTION;
            }
            case NbdOption.StructuredReplies() -> {
                structured = true;
                replies.acknowledge(type);
                yield Next.OPTION;
            }
            case NbdOption.Describe describe -> describe(type, describe);
            case NbdOption.ListContexts(String name, List<String> queries) -> {
                boolean asked = queries.isEmpty()
                        || queries.contains(NbdProtocol.NAMESPACE)
                        || queries.contains(NbdProtocol.ALLOCATION);
                contexts(type, name, asked, 0); // "NBD_OPT_LIST_META_CONTEXT": the identifier should be zero.
                yield Next.OPTION;
            }
            case NbdOption.SelectContexts(String name, List<String> queries) -> {
                forgetContexts(type);
                boolean asked = queries.contains(NbdProtocol.ALLOCATION);
                if (contexts(type, name, asked, NbdProtocol.ALLOCATION_ID) && asked) {
                    allocationOf = name;
                }
                yield Next.OPTION;
            }
            case NbdOption.Unknown(int unknown) -> {
                replies.error(type, NbdProtocol.REP_ERR_UNSUP, "option %d is not known here".formatted(unknown));
                yield Next.OPTION;
            }
            case NbdOption.Malformed(int bad, String why) -> malformed(bad, why);
        };
    }

    private Next malformed(int type, String why) throws IOException {
        if (type == NbdProtocol.OPT_EXPORT_NAME) {
            return Next.END; // "NBD_OPT_EXPORT_NAME" has no room for an error.
        }
        forgetContexts(type);
        replies.error(type, NbdProtocol.REP_ERR_INVALID, "option %d: %s".formatted(type, why));
        return Next.OPTION;
    }

    /** "NBD_OPT_SET_META_CONTEXT": replaces what was selected before, also when it fails. */
    private void forgetContexts(int type) {
        if (type == NbdProtocol.OPT_SET_META_CONTEXT) {
            allocationOf = null;
        }
    }

    private Next exportName(String name) throws IOException {
        Optional<NbdExport> export = exports.open(name);
        if (export.isEmpty()) {
            return Next.END;
        }
        NbdTerms agreed = agree(name, export.get());
        replies.exportName(agreed, noZeroes);
        return Next.REQUESTS;
    }

    private NbdTerms agree(String name, NbdExport export) {
        NbdTerms agreed = new NbdTerms(export, structured, structured && name.equals(allocationOf));
        terms = agreed;
        return agreed;
    }

    private Next describe(int type, NbdOption.Describe describe) throws IOException {
        Optional<NbdExport> opened = exports.open(describe.name());
        if (opened.isEmpty()) {
            replies.error(type, NbdProtocol.REP_ERR_UNKNOWN, "there is no export of that name");
            return Next.OPTION;
        }
        if (describe.go()) {
            replies.describe(type, agree(describe.name(), opened.get()), describe.wanted());
            return Next.REQUESTS;
        }
        try (NbdExport export = opened.get()) {
            replies.describe(type, new NbdTerms(export, structured, false), describe.wanted());
        }
        return Next.OPTION;
    }

    private boolean contexts(int type, String name, boolean asked, int identifier) throws IOException {
        if (!structured) {
            replies.error(type, NbdProtocol.REP_ERR_INVALID, "structured replies must be negotiated first");
            return false;
        }
        Optional<NbdExport> export = exports.open(name);
        if (export.isEmpty()) {
            replies.error(type, NbdProtocol.REP_ERR_UNKNOWN, "there is no export of that name");
            return false;
        }
        export.get().close();
        if (asked) {
            replies.context(type, identifier, NbdProtocol.ALLOCATION);
        }
        replies.acknowledge(type);
        return true;
    }

    /** Closes the export that was agreed upon. */
    @Override
    public void close() {
        if (terms != null) {
            terms.export().close();
        }
    }
}
