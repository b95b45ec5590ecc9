import Synchronization
package import TidelineCore
import TidelineSync

/// Knows every content that users saved and what they gave up, and tells where the invariants of a sync were broken.
///
/// It asks neither engine nor server what they think: it looks at disks and stores. Contents are told apart by their
/// bytes, so users save something new each time; what is saved twice may also be there twice.
package final class Judge: Sendable {
    private struct Knowledge {
        var saves: [[UInt8]: Int] = [:]
        var givenUp: Set<[UInt8]> = []
        var goneForGood: Set<[UInt8]> = []
        var taken: Set<Digest> = []
        var violations: [Violation] = []
    }

    private let knowledge = Mutex(Knowledge())

    package init() {}

    /// A user saved it.
    package func saved(_ content: [UInt8]) {
        knowledge.withLock { $0.saves[content, default: 0] += 1 }
    }

    /// A user overwrote or deleted it on purpose.
    package func gaveUp(_ content: [UInt8]) {
        knowledge.withLock { _ = $0.givenUp.insert(content) }
    }

    /// It was given up, and no device has it or a change to it under way: it may not come back.
    package func isGoneForGood(_ content: [UInt8]) {
        knowledge.withLock { _ = $0.goneForGood.insert(content) }
    }

    /// The server said that it has it.
    package func wasTaken(_ checksum: Digest) {
        knowledge.withLock { _ = $0.taken.insert(checksum) }
    }

    package func report(_ violation: Violation) {
        knowledge.withLock { if !$0.violations.contains(violation) { $0.violations.append(violation) } }
    }

    /// Found while all was going on.
    package var reported: [Violation] { knowledge.withLock { $0.violations } }

    /// At any instant, a path holds something that a user saved.
    package func look(at tree: TreeView, of device: String) {
        for (path, item) in tree.sorted(by: { $0.key < $1.key }) { look(at: item, path, of: device) }
    }

    package func look(at item: MemoryFolder.Item, _ path: String, of device: String) {
        guard case .file(let bytes, _) = item, knowledge.withLock({ $0.saves[bytes] }) == nil else { return }
        report(Violation(.torn, "\(path) of \(device) holds \(shown(bytes)), which nobody saved"))
    }
}

/// How all stands when everything came to rest.
package struct Scene: Sendable {
    package struct Device: Sendable {
        package let name: String
        package let tree: TreeView
        package let trash: [[UInt8]]
        package let parked: Int

        package init(name: String, disk: MemoryFolder) {
            self.name = name
            tree = disk.contents()
            trash = disk.trashed().map(\.bytes)
            parked = disk.parkedCount()
        }
    }

    package let server: ServerView
    package let devices: [Device]
    /// The strategy is KEEP_BOTH: what nobody gave up is live, and once.
    package let keepsBoth: Bool
    /// The server purges its trash, with all that was deleted: that need not be there any more.
    package let purges: Bool
    /// What must be there in the end where that is known: only one user worked on each thing.
    package var wanted: TreeView?

    package init(
        server: ServerView, devices: [Device], keepsBoth: Bool, purges: Bool = false, wanted: TreeView? = nil
    ) {
        self.server = server
        self.devices = devices
        self.keepsBoth = keepsBoth
        self.purges = purges
        self.wanted = wanted
    }
}

extension Judge {
    /// What was reported until now and what is wrong with the scene. All devices know of each other's changes: what was
    /// given up and is nowhere may not come back from now on.
    package func verdict(on scene: Scene) -> [Violation] {
        let known = knowledge.withLock { $0 }
        var found = known.violations + scene.server.violations
        found += convergence(scene)
        found += loss(scene, known)
        found += strays(scene, known)
        if let wanted = scene.wanted {
            for line in wanted.differences(from: scene.server.live) {
                found.append(Violation(.convergence, "what the only user has / the server: \(line)"))
            }
        }
        let live = scene.server.live.contents
        for content in known.givenUp where live[content] == nil { isGoneForGood(content) }
        return found
    }

    private func convergence(_ scene: Scene) -> [Violation] {
        var found: [Violation] = []
        for device in scene.devices {
            for line in device.tree.differences(from: scene.server.live) {
                found.append(Violation(.convergence, "\(device.name) / server: \(line)"))
            }
            if device.parked > 0 { found.append(Violation(.convergence, "\(device.name) has parked things")) }
        }
        return found
    }

    private func loss(_ scene: Scene, _ known: Knowledge) -> [Violation] {
        var found: [Violation] = []
        let live = scene.server.live.contents
        let onDisks = Set(scene.devices.flatMap { $0.trash + $0.tree.contents.keys })
        for content in known.saves.keys.filter({ !known.givenUp.contains($0) }).sorted(by: isBefore) {
            let checksum = Digest(of: content)
            // The server had it, a strategy let a delete win, and its time in the trash is over.
            if scene.purges, !scene.keepsBoth, known.taken.contains(checksum) { continue }
            let isKept = scene.server.kept.contains(checksum) || onDisks.contains(content)
            if scene.keepsBoth ? live[content] == nil : !isKept {
                found.append(Violation(.loss, "\(shown(content)) was saved and is \(isKept ? "hidden" : "nowhere")"))
            }
        }
        for content in known.saves.keys.sorted(by: isBefore) {
            let checksum = Digest(of: content)
            // Given up by its user, or by a strategy that lets a delete win.
            if scene.purges, !scene.keepsBoth || known.givenUp.contains(content) { continue }
            if known.taken.contains(checksum), !scene.server.kept.contains(checksum) {
                found.append(Violation(.loss, "the server took \(shown(content)) and does not have it any more"))
            }
        }
        return found
    }

    private func strays(_ scene: Scene, _ known: Knowledge) -> [Violation] {
        var found: [Violation] = []
        for (content, paths) in scene.server.live.contents.sorted(by: { isBefore($0.key, $1.key) }) {
            guard let saves = known.saves[content] else {
                found.append(Violation(.torn, "\(paths[0]) holds \(shown(content)), which nobody saved"))
                continue
            }
            if known.goneForGood.contains(content) {
                found.append(Violation(.resurrection, "\(shown(content)) is back at \(paths[0])"))
            }
            if paths.count > saves {
                found.append(
                    Violation(.twice, "\(shown(content)) is at \(paths.joined(separator: ", ")); it was saved once"))
            }
        }
        return found
    }
}

private func isBefore(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }
