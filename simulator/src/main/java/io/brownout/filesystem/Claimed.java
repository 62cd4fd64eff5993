package io.brownout.filesystem;

/** Hears which sectors have got an owner. */
interface Claimed {
    void claimed(long sector, long sectors);
}
