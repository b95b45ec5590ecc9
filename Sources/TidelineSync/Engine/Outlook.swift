package import TidelineCore

/// What a pass would have to do now.
package struct Outlook: Sendable {
    package struct Item: Hashable, Sendable {
        package enum Direction: Hashable, Sendable {
            /// From this device to the server.
            case up
            case down
        }

        package let direction: Direction
        package let path: String
        /// Of content that has to travel; 0 for all else.
        package let bytes: Int64
        /// When it changed on this disk; nil for what comes from the server.
        package let since: Timestamp?
    }

    package internal(set) var items: [Item] = []
    /// What the scan leaves out, with the reason.
    package internal(set) var skipped: [SkippedPath] = []
    /// How far this device has read the log; nil before the first pass.
    package internal(set) var cursor: Position?
    /// Why the server's news are not in it.
    package internal(set) var serverProblem: RemoteError?
    package internal(set) var halt: Halt?
}

extension SyncEngine {
    /// Looks at both sides and changes neither, nor what is remembered: for an engine that makes no passes, on a state that
    /// saves nothing.
    ///
    /// - Throws: what reading the state or the root throws, but for a ``Halt``, which becomes part of the answer.
    package func outlook(allowing allowance: DeleteAllowance = .standard) async throws -> Outlook {
        var outlook = Outlook()
        let saved = try state.load()
        base = BaseTree(saved.base)
        remote = RemoteTree(saved.remote)
        outlook.cursor = saved.cursor
        guard let folder = saved.folderID else { return outlook }
        folderID = folder
        do { try checkRoot() } catch let halt as Halt {
            outlook.halt = halt
            return outlook
        }
        if let cursor = saved.cursor { outlook.serverProblem = await readAhead(from: cursor) }
        try scan(.everything, reads: false)
        outlook.skipped = skips()
        let local = LocalTree(base: base, differences: differences)
        let plan = Planner.plan(local: local, remote: remote, ids: ids)
        do { try check(plan, allowance, atStart: base.count) } catch let halt as Halt { outlook.halt = halt }
        outlook.items = items(of: plan, local)
        return outlook
    }

    /// The server's news, into memory alone.
    private func readAhead(from cursor: Position) async -> RemoteError? {
        var cursor = cursor
        do {
            while true {
                let page = try await server.changes(after: cursor, limit: Limits.pageRowsMax)
                try check(page, after: cursor)
                var forgotten = StateChanges()
                for row in page.rows { remote.apply(row, base: base, saving: &forgotten) }
                cursor = page.cursor
                guard page.hasMore else { return nil }
            }
        } catch {
            return error
        }
    }

    private func items(of plan: Plan, _ local: LocalTree) -> [Outlook.Item] {
        let up = plan.pushes.map { step in
            let id = step.node
            let seen = local.differences.present[id]?.fingerprint
            let bytes: Int64 =
                switch step {
                case .createFile, .update: seen?.size ?? 0
                case .createFolder, .move, .delete: 0
                }
            let path = local.path(of: id) ?? remotePath(of: id) ?? ""
            return Outlook.Item(
                direction: .up, path: path, bytes: bytes, since: seen.map { Timestamp(nanoseconds: $0.changed) })
        }
        let down = plan.pulls.map { step in
            var bytes: Int64 = 0
            if case .fetch(let node) = step { bytes = node.file?.content.size ?? 0 }
            let path = step.node.flatMap { local.path(of: $0) ?? remotePath(of: $0) } ?? ""
            return Outlook.Item(direction: .down, path: path, bytes: bytes, since: nil)
        }
        return up + down
    }

    private func remotePath(of id: NodeID) -> String? {
        var names: [String] = []
        var next: NodeID? = id
        while let at = next, let node = remote.node(at, base: base), names.count <= Limits.depthMax {
            names.append(node.place.name.text)
            next = node.place.parent
        }
        return names.isEmpty ? nil : names.reversed().joined(separator: "/")
    }
}
