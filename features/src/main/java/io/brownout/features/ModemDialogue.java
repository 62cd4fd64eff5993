package io.brownout.features;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a plain GSM modem says to each command of a computer: registered in its home network, ready to be asked for a connection, and unable to carry one. It remembers the one access point that it was told last. Just what ModemManager's plug-in for modems of no known make wants to hear (3GPP
 * TS 27.007 and 27.005; ITU-T V.250).
 */
final class ModemDialogue {
    static final String MANUFACTURER = "Brownout";
    static final String MODEL = "Serial One";
    /** The example of 3GPP TS 23.003, annex B; no modem has it. */
    static final String IMEI = "490154203237518";
    /** Country 001 and network 01 are for tests (ITU-T E.212). */
    private static final String NETWORK = "00101";

    private static final String OK = "OK";
    private static final String UNKNOWN = "ERROR";

    private static final Map<String, List<String>> SAYS = Map.ofEntries(
            Map.entry("+GCAP", List.of("+GCAP: +CGSM")),
            Map.entry("+CGMI", List.of(MANUFACTURER)),
            Map.entry("+CGMM", List.of(MODEL)),
            Map.entry("+CGMR", List.of("1")),
            Map.entry("+CGSN", List.of(IMEI)),
            Map.entry("+CIMI", List.of(NETWORK + "0123456789")),
            Map.entry("+CPIN?", List.of("+CPIN: READY")),
            Map.entry("+CFUN?", List.of("+CFUN: 1")),
            Map.entry("+CSQ", List.of("+CSQ: 20,99")),
            Map.entry("+CREG?", List.of("+CREG: 2,1,\"0001\",\"00000001\"")),
            Map.entry("+CGREG?", List.of("+CGREG: 2,1,\"0001\",\"00000001\"")),
            Map.entry("+COPS?", List.of("+COPS: 0,2,\"" + NETWORK + "\"")),
            Map.entry("+CGDCONT=?", List.of("+CGDCONT: (1-4),\"IP\",,,(0),(0)")),
            Map.entry("+CGACT?", List.of()));

    /** Settings that it takes and that change nothing here. */
    private static final Pattern TAKEN =
            Pattern.compile("|[EVQXZ]\\d?|&[CDFK]\\d?|\\+(CMEE|CFUN|CREG|CGREG|COPS|CGACT|IFC|CSCS)=[^?].*");

    private static final Pattern DIALS = Pattern.compile("D.*");

    private static final Pattern CONTEXT = Pattern.compile("\\+CGDCONT=(\\d+,\"[^\"]*\",\"[^\"]*\").*");

    private List<String> context = List.of();

    /** Returns what it says to a command, line by line, the result code last; the command is without its {@code AT}. */
    List<String> answer(String command) {
        Matcher defined = CONTEXT.matcher(command);
        if (defined.matches()) {
            context = List.of("+CGDCONT: " + defined.group(1) + ",\"\",0,0");
            return List.of(OK);
        }
        if (command.equals("+CGDCONT?")) {
            return Stream.concat(context.stream(), Stream.of(OK)).toList();
        }
        List<String> says = SAYS.get(command);
        if (says != null) {
            return Stream.concat(says.stream(), Stream.of(OK)).toList();
        }
        if (DIALS.matcher(command).matches()) {
            return List.of("NO CARRIER");
        }
        return List.of(TAKEN.matcher(command).matches() ? OK : UNKNOWN);
    }
}
