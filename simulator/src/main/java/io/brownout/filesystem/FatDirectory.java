package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the 32-byte entries of a directory, long names among them ("FAT Directory Structure" and "FAT Long Directory Entries" of Microsoft's overview). */
final class FatDirectory {
    static final int ENTRY_BYTES = 32;

    private static final int ATTRIBUTES = 11;
    private static final int CASE_BITS = 12; // Windows NT: 0x08 lower-case base, 0x10 lower-case extension.
    private static final int LONG_NAME = 0x0f;
    private static final int VOLUME_LABEL = 0x08;
    private static final int DIRECTORY = 0x10;
    private static final int DELETED = 0xe5;
    private static final int[] LONG_NAME_CHARACTERS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

    private final List<FatEntry> entries = new ArrayList<>();
    private Optional<String> label = Optional.empty();
    private byte[] longName = {};
    private int longNameChecksum = -1;
    private int longNameNext;

    /** Takes the next sector of the directory; false once the directory has ended. */
    boolean add(byte[] sector, long cardSector) {
        for (int at = 0; at < SECTOR_BYTES; at += ENTRY_BYTES) {
            int first = Byte.toUnsignedInt(sector[at]);
            if (first == 0) {
                return false;
            }
            int attributes = Byte.toUnsignedInt(sector[at + ATTRIBUTES]);
            if (first == DELETED) {
                forgetLongName();
            } else if ((attributes & 0x3f) == LONG_NAME) {
                addLongName(sector, at);
            } else if ((attributes & VOLUME_LABEL) != 0) {
                rememberLabel(sector, at);
                forgetLongName();
            } else {
                addEntry(sector, at, cardSector, (attributes & DIRECTORY) != 0);
            }
        }
        return true;
    }

    List<FatEntry> entries() {
        return entries;
    }

    /** Returns the label of the volume; only the root directory has one. */
    Optional<String> label() {
        return label;
    }

    private void rememberLabel(byte[] sector, int at) {
        if (label.isEmpty()) {
            label = FileSystemLabel.fatText(sector, at);
        }
    }

    private void forgetLongName() {
        longName = new byte[0];
        longNameChecksum = -1;
        longNameNext = 0;
    }

    private void addLongName(byte[] sector, int at) {
        int order = Byte.toUnsignedInt(sector[at]);
        int checksum = Byte.toUnsignedInt(sector[at + 13]);
        int number = order & 0x3f;
        if ((order & 0x40) != 0) {
            longName = new byte[number * LONG_NAME_CHARACTERS.length * 2];
            longNameChecksum = checksum;
            longNameNext = number;
        }
        if (number == 0 || number != longNameNext || checksum != longNameChecksum) {
            forgetLongName();
            return;
        }
        for (int i = 0; i < LONG_NAME_CHARACTERS.length; i++) {
            int target = ((number - 1) * LONG_NAME_CHARACTERS.length + i) * 2;
            longName[target] = sector[at + LONG_NAME_CHARACTERS[i]];
            longName[target + 1] = sector[at + LONG_NAME_CHARACTERS[i] + 1];
        }
        longNameNext = number - 1;
    }

    private void addEntry(byte[] sector, int at, long cardSector, boolean isDirectory) {
        String shortName = shortName(sector, at, 0);
        boolean hasLongName = longName.length > 0 && longNameNext == 0 && longNameChecksum == checksum(sector, at);
        String name = hasLongName ? longName() : shortName(sector, at, sector[at + CASE_BITS]);
        long cluster = unsigned16(sector, at + 26) | (long) unsigned16(sector, at + 20) << 16;
        long size = unsigned16(sector, at + 28) | (long) unsigned16(sector, at + 30) << 16;
        entries.add(new FatEntry(name, shortName, isDirectory, isDirectory ? 0 : size, cluster, cardSector, at));
        forgetLongName();
    }

    private String longName() {
        String text = new String(longName, UTF_16LE);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static String shortName(byte[] sector, int at, int caseBits) {
        byte[] stored = java.util.Arrays.copyOfRange(sector, at, at + 11);
        if (stored[0] == 0x05) {
            stored[0] = (byte) DELETED; // "DIR_Name[0]": 0x05 stands for a name that really begins with 0xE5.
        }
        String base = new String(stored, 0, 8, ISO_8859_1).stripTrailing();
        String extension = new String(stored, 8, 3, ISO_8859_1).stripTrailing();
        base = (caseBits & 0x08) != 0 ? base.toLowerCase(Locale.ROOT) : base;
        extension = (caseBits & 0x10) != 0 ? extension.toLowerCase(Locale.ROOT) : extension;
        return extension.isEmpty() ? base : base + "." + extension;
    }

    private static int checksum(byte[] sector, int at) {
        int sum = 0;
        for (int i = 0; i < 11; i++) {
            sum = ((sum & 1) << 7) + (sum >>> 1) + Byte.toUnsignedInt(sector[at + i]) & 0xff;
        }
        return sum;
    }

    private static int unsigned16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }
}
