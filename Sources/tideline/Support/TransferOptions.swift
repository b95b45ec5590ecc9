import ArgumentParser
import TidelineClient
import TidelineCore

/// How `sync` and `watch` behave while they carry content.
struct TransferOptions: ParsableArguments, Sendable {
    @Flag(help: "Say nothing but errors and halts.")
    var quiet = false

    @Option(help: "Send at most this many bytes a second, such as 500k or 2M.")
    var limitUp: ByteRate?

    @Option(help: "Receive at most this many bytes a second, such as 500k or 2M.")
    var limitDown: ByteRate?

    var pace: Pace {
        Pace(
            up: limitUp.map {
                PaceGate(bytesPerSecond: $0.bytesPerSecond, time: SystemTime(), sleeper: SystemSleeper())
            },
            down: limitDown.map {
                PaceGate(bytesPerSecond: $0.bytesPerSecond, time: SystemTime(), sleeper: SystemSleeper())
            })
    }
}

/// Bytes a second as people write them: `300000`, `500k`, `1.5M`; k, M and G are thousands, millions and billions.
struct ByteRate: ExpressibleByArgument, Sendable {
    let bytesPerSecond: Int64

    init?(argument: String) {
        guard let rate = parsedByteRate(argument) else { return nil }
        bytesPerSecond = rate
    }
}
