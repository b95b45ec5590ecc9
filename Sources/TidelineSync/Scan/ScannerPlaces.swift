import TidelineCore

extension Scanner {
    typealias Spot = (id: NodeID?, path: String)

    /// Those that stand where the base has them, and for each other one the nearest folder above that does: a look there
    /// finds out what became of it. One that the disk does not tell of is left for another look.
    mutating func standing(_ folders: [NodeID?]) -> (these: [Spot], above: [Spot]) {
        var known: [NodeID?: Spot?] = [nil: (nil, "")]
        func spot(_ id: NodeID?) -> Spot? {
            if let spot = known[id] { return spot }
            known[id] = .some(nil)
            guard let id, let node = base[id], let parent = spot(node.place.parent) else { return nil }
            let path = join(parent.path, node.nameOnDisk)
            let found: LocalEntry?
            do { found = try disk.entry(path) } catch {
                result.unknown.insert(id)
                skip(path, (error as? LocalError ?? .io(path, errno: 0)).explanation)
                return nil
            }
            guard let found, found.kind == .folder, node.fingerprint.isSameThing(as: found.fingerprint) else {
                return nil
            }
            known[id] = (id, path)
            return (id, path)
        }
        var these: [Spot] = []
        var above: [Spot] = []
        for folder in folders {
            if let found = spot(folder) {
                these.append(found)
                continue
            }
            var next = folder
            // A move that was refused, after another that was not, may leave a ring in the base: then the root.
            var steps = 0
            while let id = next, spot(id) == nil {
                steps += 1
                next = steps > Limits.depthMax ? nil : base[id]?.place.parent
            }
            if let found = spot(next) { above.append(found) }
        }
        return (these, above)
    }

    /// The mounted disk that a folder lies on, where that is not to be looked at.
    func unsafeDisk(of path: String) -> (top: String, error: LocalError)? {
        unsafeDisks.first { (path + "/").utf8.starts(with: ($0.key + "/").utf8) }.map { ($0.key, $0.value) }
    }
}

extension String {
    /// Equal only for the same bytes, unlike `==`, which takes NFC and NFD for one.
    var exactKey: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : utf8.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
