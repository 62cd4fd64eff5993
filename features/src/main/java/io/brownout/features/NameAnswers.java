package io.brownout.features;

/** What the name server of a site answers. */
enum NameAnswers {
    /** The truth. */
    RIGHT,
    /** For each name the address of a stranger's web server, which has none of our files. */
    STRANGER,
    /** That there is no such name, whatever it is asked for. */
    NO_SUCH_NAME,
    /** Nothing. */
    SILENCE,
    /** For each name the address of a captive portal. */
    PORTAL
}
