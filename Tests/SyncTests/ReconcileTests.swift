import Testing

@testable import TidelineSync

/// Every combination of states of one thing.
@Suite struct ReconcileTests {
    struct Case: CustomStringConvertible {
        let inBase: Bool
        let local: Standing
        let remote: Standing
        let samePlace: Bool
        let sameContent: Bool

        var verdict: Verdict {
            reconcile(inBase: inBase, local: local, remote: remote, samePlace: samePlace, sameContent: sameContent)
        }
        var description: String { "base \(inBase), local \(local), remote \(remote), \(samePlace) \(sameContent)" }
        var localHasNews: Bool {
            local.exists && (!inBase || (local.contentChanged && !sameContent) || (local.placeChanged && !samePlace))
        }
    }

    static let sides: [Standing] =
        [.gone]
        + [false, true].flatMap { content in
            [false, true].map { Standing(exists: true, contentChanged: content, placeChanged: $0) }
        }

    static let all: [Case] = [false, true].flatMap { inBase in
        sides.flatMap { local in
            sides.flatMap { remote in
                [false, true].flatMap { samePlace in
                    [false, true].map {
                        Case(inBase: inBase, local: local, remote: remote, samePlace: samePlace, sameContent: $0)
                    }
                }
            }
        }
    }

    @Test func `content that only this device has is never replaced or deleted before it was sent`() {
        for one in Self.all where one.localHasNews {
            #expect(one.verdict.pull == .none, "\(one)")
            if one.remote.exists || one.inBase || !one.verdict.agrees { #expect(one.verdict.push != .delete, "\(one)") }
        }
    }

    @Test func `a delete is pushed only for what was known and is gone`() {
        for one in Self.all where one.verdict.push == .delete {
            #expect(one.inBase && !one.local.exists && one.remote.exists, "\(one)")
        }
    }

    @Test func `a delete is pulled only where nothing changed here`() {
        for one in Self.all where one.verdict.pull == .delete {
            #expect(one.inBase && one.local.isUnchanged && !one.remote.exists, "\(one)")
        }
    }

    @Test func `a thing is pushed or pulled, never both`() {
        for one in Self.all { #expect(one.verdict.push == .none || one.verdict.pull == .none, "\(one)") }
    }

    @Test func `two unchanged sides need nothing`() {
        let verdict = reconcile(inBase: true, local: .same, remote: .same, samePlace: true, sameContent: true)
        #expect(verdict == Verdict())
    }

    @Test func `every difference leads to something`() {
        for one in Self.all where !(one.inBase && one.local.isUnchanged && one.remote.isUnchanged) {
            let verdict = one.verdict
            #expect(verdict.agrees || verdict.push != .none || verdict.pull != .none, "\(one)")
        }
    }

    @Test func `an edit here of what was deleted there is sent`() {
        let edited = Standing(exists: true, contentChanged: true, placeChanged: false)
        #expect(
            reconcile(inBase: true, local: edited, remote: .gone, samePlace: false, sameContent: false).push == .update)
    }

    @Test func `what is new on one side only goes to the other`() {
        let new = Standing(exists: true, contentChanged: true, placeChanged: true)
        #expect(
            reconcile(inBase: false, local: new, remote: .gone, samePlace: false, sameContent: false).push == .create)
        #expect(
            reconcile(inBase: false, local: .gone, remote: new, samePlace: false, sameContent: false).pull == .create)
    }
}
