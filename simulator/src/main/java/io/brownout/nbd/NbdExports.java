package io.brownout.nbd;

import java.util.List;
import java.util.Optional;

/** What an {@link NbdServer} has to offer, by name. Called by the threads of all connections; must not block for long. */
public interface NbdExports {
    /** Lists the names to show to a client that asks; others may exist. */
    List<String> names();

    /** Opens an export for one connection, which closes it when it ends; the empty name asks for the default. Nothing if there is none of that name. */
    Optional<NbdExport> open(String name);

    /** Offers one export only, under its name and as the default. */
    static NbdExports only(NbdExport export) {
        return new Only(export);
    }

    /** The one export. */
    record Only(NbdExport export) implements NbdExports {
        @Override
        public List<String> names() {
            return List.of(export.name());
        }

        @Override
        public Optional<NbdExport> open(String name) {
            return name.isEmpty() || name.equals(export.name()) ? Optional.of(export) : Optional.empty();
        }
    }
}
