import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// A dry run says what the real one would do. Two worlds with the same past, ids and clock are told apart by nothing else.
struct DryRunTests {
    private struct Batch {
        var changes: [ProposedChangeBody]
        var strategy: ConflictResolution?
        var isAtomic: Bool
        var isTheirs: Bool
    }

    /// What a batch led to, without the cursor: a dry run leaves the log where it is.
    private struct Outcome: Equatable {
        var answer: ApplyAnswer?
        var code: ErrorCode?
        var conflicts: [ConflictBody]?
    }

    @Test(arguments: 0..<12)
    func `it answers what the real run does, in any state, under any strategy, and changes nothing`(seed: UInt64)
        async throws
    {
        var dice = Dice(state: seed)
        var past: [Batch] = []
        var ids: [String] = []
        for round in 0..<6 {
            let (dry, real) = (try await TwoDesks(), try await TwoDesks())
            for batch in past {
                _ = try await run(batch, dry)
                _ = try await run(batch, real)
            }
            let batch = try await batch(ids, round, dry, &dice)
            _ = try await send(batch, real)
            let before = (try await dry.ours.head(), try await dry.ours.snapshot().entries, try await dry.conflicts())
            let foretold = try await run(batch, dry, isDry: true)
            #expect(try await dry.ours.head() == before.0)
            #expect(try await dry.ours.snapshot().entries == before.1)
            #expect(try await dry.conflicts() == before.2)
            let done = try await run(batch, real)
            #expect(foretold == done, "seed \(seed), round \(round), \(String(describing: batch.strategy))")
            ids += done.answer?.applied.map(\.resourceID) ?? []
            past.append(batch)
        }
    }

    private func batch(_ ids: [String], _ round: Int, _ desks: TwoDesks, _ dice: inout Dice) async throws -> Batch {
        let isTheirs = round % 2 == 0
        let strategies: [ConflictResolution?] = ConflictResolution.allCases + [nil]
        var batch = Batch(
            changes: [], strategy: isTheirs ? .clientWins : strategies.randomElement(using: &dice)!,
            isAtomic: Int.random(in: 0..<4, using: &dice) == 0, isTheirs: isTheirs)
        for number in 0..<6 {
            var change = try await anyChange(ids, "\(round) \(number)", isTheirs ? desks.theirs : desks.ours, &dice)
            change.clientChangeID = "\(round) \(number)"
            batch.changes.append(change)
        }
        return batch
    }

    /// Makes sure that the other world has the content too.
    private func send(_ batch: Batch, _ desks: TwoDesks) async throws {
        for number in batch.changes.indices {
            for round in 0..<6 { _ = try await (batch.isTheirs ? desks.theirs : desks.ours).send("\(round) \(number)") }
        }
    }

    private func run(_ batch: Batch, _ desks: TwoDesks, isDry: Bool = false) async throws -> Outcome {
        try await send(batch, desks)
        do {
            var answer = try await (batch.isTheirs ? desks.theirs : desks.ours).apply(
                batch.changes, batch.strategy, baseCursor: .start, dryRun: isDry, atomic: batch.isAtomic)
            answer.cursor = 0
            return Outcome(answer: answer)
        } catch let error as ServiceError {
            return Outcome(code: error.code, conflicts: error.conflicts)
        }
    }
}
