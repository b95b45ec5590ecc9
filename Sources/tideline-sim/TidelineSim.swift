import ArgumentParser
import Foundation
import TidelineCore
import TidelineSimulator

/// Finds faults of the sync by chance, and finds each again by its seed.
@main struct TidelineSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tideline-sim",
        abstract: "Lets devices sync through storms that follow from a seed, and judges what is left.",
        discussion: """
            Example: tideline-sim --seeds 1-200
            Example: tideline-sim --seed 17 --trace

            Exit code 1 when a seed broke an invariant.
            """)

    @Option(help: ArgumentHelp("These seeds, one after the other.", valueName: "first-last"))
    var seeds: String = "1-200"

    @Option(help: "This seed alone.")
    var seed: UInt64?

    @Flag(help: "Print all that happens: microseconds, who, what.")
    var trace = false

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let printed: @Sendable (String) -> Void = { print($0) }
        var failed = 0
        var steps = 0
        var worlds = 0
        var hash: UInt64 = 0
        for seed in try range() {
            let outcome = Simulation.run(seed: seed, echo: trace ? printed : nil)
            steps += outcome.steps
            worlds += 1
            hash = hash &* 31 &+ (UInt64(outcome.hash.hex.prefix(16), radix: 16) ?? 0)
            guard !outcome.violations.isEmpty else { continue }
            failed += 1
            for violation in outcome.violations.prefix(Self.linesMax) { print("seed \(seed): \(violation)") }
            if outcome.violations.count > Self.linesMax {
                print("seed \(seed): and \(outcome.violations.count - Self.linesMax) more")
            }
            print("seed \(seed): again with: tideline-sim --seed \(seed) --trace")
            fflush(nil)
        }
        let seconds = (clock.now - start).components.seconds
        print("\(worlds) seeds, \(failed) failed, \(steps) steps, \(seconds) s, hash \(String(hash, radix: 16))")
        if failed > 0 { throw ExitCode.failure }
    }

    private static let linesMax = 8

    private func range() throws -> ClosedRange<UInt64> {
        if let seed { return seed...seed }
        let bounds = seeds.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        guard bounds.count == 2, let first = bounds[0], let last = bounds[1], first <= last else {
            throw ValidationError("Write --seeds as two numbers, the smaller first: 1-200.")
        }
        return first...last
    }
}
