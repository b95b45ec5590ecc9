import TidelineCore

extension SyncEngine {
    /// Pushes come first: what the server makes of them changes what is to be pulled. Long files go after all that is quick,
    /// in either direction. False when nothing came of it.
    func carryOut(_ plan: Plan) async throws -> Bool {
        let merges = plan.merges.filter { problems[$0.target] == nil }
        guard merges.isEmpty else {
            for merge in merges { pour(merge) }
            return true
        }
        let pushes = withoutUnruled(withoutHeld(plan.pushes), plan.pulls)
        let pulls = plan.pulls.filter { $0.node.map { problems[$0] == nil } ?? true }
        let rules = rulesFirst(of: pulls)
        if !rules.isEmpty {
            try await pullRules(rules)
            return true
        }
        let (quick, long) = (pushes.filter { !isLong($0) }, pushes.filter(isLong))
        if !quick.isEmpty { return try await pushAndFetch(quick) }
        let ready = long.isEmpty ? pulls : quickOnes(of: pulls)
        if !ready.isEmpty {
            try await pull(ready)
            return true
        }
        return try await long.isEmpty ? false : pushAndFetch(long)
    }

    /// What this plan carries; what waits for a person or for another pass is not in it.
    func totals(of plan: Plan) -> TransferTotals {
        var totals = TransferTotals()
        for step in plan.pushes where problems[step.node] == nil {
            switch step {
            case .createFile(let id), .update(let id):
                totals.filesUp += 1
                totals.bytesUp += localTree.node(id)?.fingerprint.size ?? 0
            case .createFolder, .move, .delete: continue
            }
        }
        for case .fetch(let node) in plan.pulls where problems[node.id] == nil {
            totals.filesDown += 1
            totals.bytesDown += node.file?.content.size ?? 0
        }
        return totals
    }

    private func pushAndFetch(_ steps: [PushStep]) async throws -> Bool {
        try await push(steps)
        try await fetchRemote()
        return true
    }

    private func isLong(_ step: PushStep) -> Bool {
        switch step {
        case .createFile(let id), .update(let id):
            (localTree.node(id)?.fingerprint.size ?? 0) >= Limits.longTransferBytesMin
        case .createFolder, .move, .delete: false
        }
    }

    /// Without the deletes at the end, which wait for all content.
    private func quickOnes(of pulls: [PullStep]) -> [PullStep] {
        let end = pulls.lastIndex { if case .delete = $0 { false } else { true } }.map { $0 + 1 } ?? 0
        return pulls[..<end].filter {
            if case .fetch(let node) = $0 { (node.file?.content.size ?? 0) < Limits.longTransferBytesMin } else { true }
        }
    }
}
