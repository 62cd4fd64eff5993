package io.brownout.device;

/** Which service of which app. */
record ServiceKey(long app, String service) {
    /** Reads what {@link #toString} writes. */
    static ServiceKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || !text.substring(0, slash).matches("[0-9]{1,18}")) {
            throw new JsonException("expected APPID/SERVICE, saw " + text);
        }
        return new ServiceKey(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return app + "/" + service;
    }
}
