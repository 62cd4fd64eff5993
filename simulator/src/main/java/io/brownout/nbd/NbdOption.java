package io.brownout.nbd;

import io.brownout.nbd.NbdFields.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** An option that a client haggles for, decoded. */
sealed interface NbdOption {
    /** Go over to requests at once; the old way, which has no room for an error. */
    record ExportName(String name) implements NbdOption {}

    /** End the connection. */
    record Abort() implements NbdOption {}

    /** Name the exports. */
    record ListExports() implements NbdOption {}

    /**
     * Describe an export and, with {@code go}, go over to requests.
     *
     * @param wanted the information types asked for
     */
    record Describe(boolean go, String name, BitSet wanted) implements NbdOption {}

    /** Answer in chunks from now on. */
    record StructuredReplies() implements NbdOption {}

    /** List the metadata contexts of an export. */
    record ListContexts(String name, List<String> queries) implements NbdOption {}

    /** Select metadata contexts of an export, instead of those selected before. */
    record SelectContexts(String name, List<String> queries) implements NbdOption {}

    /** An option that this server does not know. */
    record Unknown(int type) implements NbdOption {}

    /** An option whose data are not what its type asks for. */
    record Malformed(int type, String why) implements NbdOption {}

    /** Decodes an option from its type and its whole data. */
    static NbdOption decode(int type, ByteBuffer data) {
        NbdFields fields = new NbdFields(data);
        try {
            NbdOption option = decode(type, fields);
            if (!(option instanceof Abort || option instanceof Unknown)) {
                fields.requireEnd(); // "Option types": of an ABORT the data, if any, do not matter.
            }
            return option;
        } catch (MalformedException e) {
            return new Malformed(type, String.valueOf(e.getMessage()));
        }
    }

    private static NbdOption decode(int type, NbdFields fields) throws MalformedException {
        return switch (type) {
            case NbdProtocol.OPT_EXPORT_NAME -> new ExportName(fields.rest());
            case NbdProtocol.OPT_ABORT -> new Abort();
            case NbdProtocol.OPT_LIST -> new ListExports();
            case NbdProtocol.OPT_STRUCTURED_REPLY -> new StructuredReplies();
            case NbdProtocol.OPT_INFO -> describe(false, fields);
            case NbdProtocol.OPT_GO -> describe(true, fields);
            case NbdProtocol.OPT_LIST_META_CONTEXT -> new ListContexts(fields.string(), queries(fields));
            case NbdProtocol.OPT_SET_META_CONTEXT -> new SelectContexts(fields.string(), queries(fields));
            default -> new Unknown(type);
        };
    }

    private static NbdOption describe(boolean go, NbdFields fields) throws MalformedException {
        String name = fields.string();
        BitSet wanted = new BitSet();
        for (int left = fields.small(); left > 0; left--) {
            wanted.set(fields.small());
        }
        return new Describe(go, name, wanted);
    }

    private static List<String> queries(NbdFields fields) throws MalformedException {
        List<String> queries = new ArrayList<>();
        for (long left = fields.number(); left > 0; left--) {
            String query = fields.string();
            if (query.indexOf(':') < 0) {
                throw new MalformedException("the query %s has no namespace".formatted(query));
            }
            queries.add(query);
        }
        return queries;
    }
}
