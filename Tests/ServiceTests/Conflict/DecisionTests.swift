import Testing
import TidelineCore

/// The whole input space of the decision, small as it is.
private let everything: [(Proposal, PresentState)] = {
    var all: [(Proposal, PresentState)] = []
    let flags: [WritableKeyPath<PresentState, Bool>] = [
        \.isTrashed, \.hasSameContent, \.isBaseHead, \.isEditedSinceBase, \.isInPlace, \.isMovedSinceBase,
        \.wouldMakeCycle, \.isParentTrashed,
    ]
    for verb in Proposal.Verb.allCases {
        for kind in [NodeKind.file, .folder] where !(verb == .update && kind == .folder) {
            for bits in 0..<(1 << flags.count) {
                for holder in PresentState.Holder.allCases {
                    for clientTime in [-1, 0, 1] as [Int64] {
                        var state = PresentState()
                        for (index, flag) in flags.enumerated() { state[keyPath: flag] = bits >> index & 1 == 1 }
                        state.holder = holder
                        state.times.client = Timestamp(seconds: clientTime)
                        all.append((Proposal(verb, kind), state))
                    }
                }
            }
        }
    }
    return all
}()

struct DecisionTests {
    @Test
    func `content that is proposed ends up as head, side version, copy or in the trash, unless it is there already`() {
        for (proposal, state) in everything where proposal.kind == .file && [.create, .update].contains(proposal.verb) {
            for strategy in ConflictResolution.allCases {
                let action = decide(proposal, state, strategy).action
                switch action {
                case .unchanged: #expect(state.hasSameContent)
                case .merge: #expect(state.holder == .sameFile)
                case .leave: Issue.record("\(proposal) \(state) \(strategy) loses content")
                case .apply, .applyTakingName, .applyAsCopy, .applyRestoring, .keepAside, .copyBeside, .createTrashed:
                    break
                }
            }
        }
    }

    @Test func `equal content and a thing in its place are never in conflict`() {
        for (proposal, state) in everything {
            for strategy in ConflictResolution.allCases {
                let decision = decide(proposal, state, strategy)
                let isThere =
                    switch proposal.verb {
                    case .update: state.hasSameContent
                    case .move: state.isInPlace && !state.isTrashed && !state.wouldMakeCycle
                    case .delete: state.isTrashed
                    case .create: false
                    }
                if isThere { #expect(decision == Decision(.unchanged)) }
            }
        }
    }

    @Test func `a change that does not take effect as proposed leaves a record`() {
        for (proposal, state) in everything {
            for strategy in ConflictResolution.allCases {
                let decision = decide(proposal, state, strategy)
                let isPlain = [.apply, .merge, .unchanged].contains(decision.action)
                if !isPlain { #expect(decision.conflict != nil) }
                if [.merge, .unchanged].contains(decision.action) { #expect(decision.conflict == nil) }
            }
        }
    }

    @Test func `whether there is a conflict, and which, does not depend on the strategy`() {
        for (proposal, state) in everything {
            let types = Set(
                (ConflictResolution.allCases as [ConflictResolution?] + [nil]).map {
                    decide(proposal, state, $0).conflict?.type
                })
            #expect(types.count == 1)
        }
    }

    @Test func `only MANUAL leaves a conflict open`() {
        for (proposal, state) in everything {
            for strategy in ConflictResolution.allCases {
                guard let conflict = decide(proposal, state, strategy).conflict else { continue }
                #expect(conflict.isOpen == (strategy == .manual))
            }
        }
    }

    @Test func `the later writer wins, a tie is the server's, and an edit survives a delete`() {
        for (proposal, state) in everything {
            let decision = decide(proposal, state, .lastWriterWins)
            guard let type = decision.conflict?.type else { continue }
            let isClients = state.times.client > state.times.server(type) && type != .deleteEdit
            #expect(decision.action == decide(proposal, state, isClients ? .clientWins : .serverWins).action)
        }
    }

    @Test func `nothing is trashed while it holds something newer, unless the client wins`() {
        for (proposal, state) in everything
        where proposal.verb == .delete && state.isEditedSinceBase && !state.isTrashed {
            for strategy in ConflictResolution.allCases {
                let action = decide(proposal, state, strategy).action
                #expect(action == (strategy == .clientWins ? .apply : .leave))
            }
        }
    }

    @Test func `what is deleted comes back only by the client's win or by keeping both`() {
        for (proposal, state) in everything {
            for strategy in ConflictResolution.allCases
            where decide(proposal, state, strategy).action == .applyRestoring {
                #expect(state.isTrashed || state.isParentTrashed)
                #expect([.clientWins, .keepBoth, .lastWriterWins].contains(strategy))
            }
        }
    }

    @Test func `no two things get one name`() {
        for (proposal, state) in everything where [.create, .move].contains(proposal.verb) && state.holder != .none {
            for strategy in ConflictResolution.allCases {
                let decision = decide(proposal, state, strategy)
                if decision.action == .apply { #expect(decision.conflict?.type == .moveMove) }
            }
        }
    }
}
