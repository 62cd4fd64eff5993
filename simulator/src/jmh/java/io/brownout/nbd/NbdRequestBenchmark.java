package io.brownout.nbd;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to decode a request from a connection's buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NbdRequestBenchmark {
    private final ByteBuffer wire = ByteBuffer.allocateDirect(28)
            .putInt(NbdProtocol.REQUEST_MAGIC)
            .putShort((short) 0)
            .putShort((short) NbdProtocol.CMD_WRITE)
            .putLong(7)
            .putLong(1 << 20)
            .putInt(512);

    @Benchmark
    public NbdRequest decode() {
        return NbdRequest.decode(wire.position(4));
    }
}
