import TidelineCore
import TidelineSync
import TidelineTestKit

/// One person at one device: works on its folder, and knows what a watcher would tell of it. The judge hears of all.
struct Hand {
    let boat: Boat
    /// Contents that were saved.
    private(set) var saved: Set<String> = []
    /// Contents that were overwritten or deleted on purpose.
    private(set) var givenUp: Set<String> = []
    /// Contents of what was moved, alone or with a folder.
    private(set) var moved: Set<String> = []
    private var flat: Set<String> = []
    private var deep: Set<String> = []

    init(_ boat: Boat) { self.boat = boat }

    /// In place, as most programs do.
    mutating func write(_ path: String, _ text: String) throws {
        givenUp.formUnion(contents(path))
        try boat.save(path, text)
        saved.insert(text)
        hint(path)
    }

    /// What stands at the target gives way, as with mv.
    mutating func move(_ path: String, to target: String) throws {
        if boat.tree().keys.contains(target) { try remove(target) }
        moved.formUnion(contents(path))
        try boat.disk.rename(path, to: target)
        hint(path)
        hint(target)
        if boat.tree()[target] == .some(.none) { deep.insert(target) }
    }

    mutating func swap(_ one: String, _ other: String) throws { try turn([one, other]) }

    /// Each takes the name of the next, the last one that of the first.
    mutating func turn(_ paths: [String]) throws {
        let names = paths.dropFirst() + paths.prefix(1)
        for path in paths { try move(path, to: path + " aside") }
        for (path, name) in zip(paths, names) { try move(path + " aside", to: name) }
    }

    mutating func remove(_ path: String) throws {
        givenUp.formUnion(contents(path))
        try boat.remove(path)
        hint(path)
    }

    /// A pass that looks where a watcher would have told it to, or at everything, as a new process does.
    mutating func pass(byHints: Bool) async throws -> PassReport {
        if !byHints { boat.restart() }
        let hinted: SyncEngine.Scope =
            flat.isEmpty && deep.isEmpty ? .nothing : .folders(flat.sorted(), deep: deep.sorted())
        let report = try await boat.pass(byHints ? hinted : .everything)
        flat = []
        deep = []
        return report
    }

    /// Of the file, or of all files below the folder.
    private func contents(_ path: String) -> [String] {
        boat.texts().filter { $0.key == path || $0.key.hasPrefix(path + "/") }.map(\.value)
    }

    private mutating func hint(_ path: String) {
        flat.insert(path.split(separator: "/").dropLast().joined(separator: "/"))
    }
}

extension Boat {
    /// All files, by path.
    func texts() -> [String: String] {
        tree().compactMapValues { $0 }.mapValues { String(decoding: $0, as: UTF8.self) }
    }
}
