import TidelineAPI
import TidelineCore

/// When a purge may take something, and what it leaves.
struct PurgeRules: Sendable {
    /// What came to the trash later stays.
    let cutoff: Timestamp
    let now: Timestamp
    /// The share is gone, and everything in it.
    let takesAll: Bool
}

/// Takes the content of one thing and of everything below it, children first, some at a time; between two steps anything
/// may happen to the tree. Whatever it takes stays as a row without content, in the trash, until ``Tombstones`` removes it.
struct PurgeWalk: Sendable {
    /// A folder whose things are being taken.
    private struct Frame: Sendable {
        /// nil for the root of a deleted share.
        let folder: NodeID?
        /// The last child that was dealt with.
        var after: NodeID?
        /// Something in it must stay.
        var keeps = false
    }

    private let share: ShareID
    private let rules: PurgeRules
    /// nil for all of a share.
    private let top: NodeID?
    private var frames: [Frame]
    private(set) var isFinished = false
    private(set) var answer = PurgeAnswer(purged: 0, kept: 0, freedBytes: 0)

    /// - Parameter top: is in the trash; nil for all of a share that was deleted.
    init(_ top: Node?, in share: ShareID, _ rules: PurgeRules) {
        self.share = share
        self.rules = rules
        self.top = top?.id
        frames = top == nil || top?.id.kind == .folder ? [Frame(folder: top?.id)] : []
    }

    /// Goes on until the budget is spent: one for each thing looked at and each version removed.
    mutating func step(_ budget: inout Int, _ writer: any MetadataWriter) throws {
        budget -= 1
        guard let removal = try removal(writer) else {
            isFinished = true
            return
        }
        guard !frames.isEmpty else { return try takeTop(removal, &budget, writer) }
        while budget > 0, let frame = frames.last {
            let found = try writer.unpurged(below: frame.folder, in: share, after: frame.after, limit: budget)
            if found.isEmpty {
                try leave(removal, writer)
                budget -= 1
            }
            try take(found, removal, &budget, writer)
        }
        isFinished = frames.isEmpty
    }

    /// Where and when all this was removed; nil when it, or a folder on the way down, was brought back meanwhile.
    private func removal(_ writer: any MetadataWriter) throws -> Removal? {
        guard let top else { return Removal(position: .start, time: rules.now) }
        guard let node = try writer.node(top), let time = node.trashedAt, time <= rules.cutoff, node.purgedAt == nil
        else { return nil }
        for (above, frame) in zip(frames, frames.dropFirst()) {
            guard let id = frame.folder, let folder = try writer.node(id), folder.place.parent == above.folder else {
                return nil
            }
        }
        return Removal(position: node.changedPosition, time: time)
    }

    private struct Removal {
        let position: Position
        let time: Timestamp
    }

    private mutating func takeTop(_ removal: Removal, _ budget: inout Int, _ writer: any MetadataWriter) throws {
        guard let top, let node = try writer.node(top) else { return }
        isFinished = try takeFile(node, removal, &budget, writer) != nil
    }

    /// Stops when the budget is spent, and at the first folder, whose things come before what follows it.
    private mutating func take(
        _ nodes: [Node], _ removal: Removal, _ budget: inout Int, _ writer: any MetadataWriter
    ) throws {
        let depth = frames.count - 1
        for node in nodes {
            guard budget > 0 else { return }
            budget -= 1
            if isTooFresh(node) {
                answer.kept += 1
                frames[depth].keeps = true
            } else if node.id.kind == .folder {
                frames[depth].after = node.id
                return frames.append(Frame(folder: node.id))
            } else {
                guard let isTaken = try takeFile(node, removal, &budget, writer) else { return }
                if !isTaken { frames[depth].keeps = true }
            }
            frames[depth].after = node.id
        }
    }

    /// It came to the trash by itself, and not long ago.
    private func isTooFresh(_ node: Node) -> Bool {
        !rules.takesAll && node.trashedAt.map { $0 > rules.cutoff } ?? false
    }

    /// Whether it was taken; nil when it has more versions than can be removed in one step.
    private mutating func takeFile(
        _ node: Node, _ removal: Removal, _ budget: inout Int, _ writer: any MetadataWriter
    ) throws -> Bool? {
        guard try mayTake(node, writer) else {
            answer.kept += 1
            return false
        }
        var node = node
        node.head = nil
        node.headPosition = nil
        try markGone(&node, removal, isPurged: false, writer)
        // Newest first: a version refers to the one it was made on. At least one, whatever is left of the budget.
        while let version = try writer.versions(of: node.id, before: nil, limit: 1).first {
            try writer.remove(version.id)
            answer.freedBytes += version.content.size
            budget -= 1 + Int(version.content.size / Limits.purgedBytesAsOne)
            if budget <= 0, version.number > 1 { return nil }
        }
        try markGone(&node, removal, isPurged: true, writer)
        return true
    }

    /// What an open conflict names stays, and what a client gave to a file that was in the trash already stays as long as
    /// if it had come there by itself.
    private func mayTake(_ node: Node, _ writer: any MetadataWriter) throws -> Bool {
        if rules.takesAll { return true }
        guard try !writer.isInOpenConflict(node.id) else { return false }
        return try writer.versions(of: node.id, before: nil, limit: 1).first.map { $0.createdAt <= rules.cutoff }
            ?? true
    }

    /// Below a folder, things are not marked as trashed themselves; without their content they may not come back with it.
    private mutating func markGone(
        _ node: inout Node, _ removal: Removal, isPurged: Bool, _ writer: any MetadataWriter
    ) throws {
        node.trashedAt = node.trashedAt ?? removal.time
        node.changedPosition = max(node.changedPosition, removal.position)
        if isPurged {
            node.purgedAt = rules.now
            answer.purged += 1
        }
        try writer.put(node)
    }

    /// The last folder's things are dealt with.
    private mutating func leave(_ removal: Removal, _ writer: any MetadataWriter) throws {
        let frame = frames.removeLast()
        guard let id = frame.folder, var node = try writer.node(id) else { return }
        if try frame.keeps || writer.isInOpenConflict(id) {
            answer.kept += frame.keeps ? 0 : 1
            if !frames.isEmpty { frames[frames.count - 1].keeps = true }
        } else {
            try markGone(&node, removal, isPurged: true, writer)
        }
    }
}

/// Many walks, one after the other.
struct PurgeRun: Sendable {
    private let share: ShareID
    private let rules: PurgeRules
    private var waiting: ArraySlice<Node?>
    private var walk: PurgeWalk?
    private(set) var answer = PurgeAnswer(purged: 0, kept: 0, freedBytes: 0)

    /// - Parameter tops: as for ``PurgeWalk``.
    init(_ tops: [Node?], in share: ShareID, _ rules: PurgeRules) {
        self.share = share
        self.rules = rules
        waiting = tops[...]
    }

    var isFinished: Bool { walk == nil && waiting.isEmpty }

    /// Does a bounded part of the work, within one transaction.
    mutating func step(_ writer: any MetadataWriter) throws {
        var budget = Limits.purgedPerWrite
        while budget > 0, !isFinished {
            var present = walk ?? waiting.popFirst().map { PurgeWalk($0, in: share, rules) }
            try present?.step(&budget, writer)
            walk = present?.isFinished == false ? present : nil
            if walk == nil, let present { answer.add(present.answer) }
        }
    }
}

extension PurgeAnswer {
    mutating func add(_ other: PurgeAnswer) {
        purged += other.purged
        kept += other.kept
        freedBytes += other.freedBytes
    }
}
