import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Random users on several devices, passes at random times, lost answers and crashes; then calm, and a judge.
@Suite struct StormTests {
    @Test(arguments: 1...60) func `after a storm all devices are equal and no content is lost`(seed: Int) async throws {
        var storm = Storm(seed: UInt64(seed), sea: try await Sea(devices: 2 + seed % 2))
        for _ in 0..<120 { try await storm.step() }
        storm.endFaults()
        try await storm.sea.calm()
        let trees = storm.sea.boats.map { $0.tree() }
        let server = try await storm.sea.serverTree()
        for (number, tree) in trees.enumerated() {
            #expect(differences(tree, server).isEmpty, "seed \(seed), device \(number) against the server")
        }
        let live = Set(trees[0].values.compactMap { $0 })
        for content in storm.written.subtracting(storm.givenUp) {
            #expect(live.contains(content), "seed \(seed) lost \(String(decoding: content, as: UTF8.self))")
        }
    }
}

private func differences(_ one: [String: [UInt8]?], _ other: [String: [UInt8]?]) -> [String] {
    func text(_ item: [UInt8]??) -> String {
        switch item {
        case nil: "nothing"
        case .some(nil): "folder"
        case .some(let bytes?): String(decoding: bytes, as: UTF8.self)
        }
    }
    return Set(one.keys).union(other.keys).sorted().filter { one[$0] != other[$0] }
        .map { "\($0): \(text(one[$0])) / \(text(other[$0]))" }
}

private struct Storm {
    let sea: Sea
    private var random: SplitMix64
    private var count = 0
    /// Every content that a user saved, each one unique.
    private(set) var written: Set<[UInt8]> = []
    /// Those that a user overwrote or deleted on purpose.
    private(set) var givenUp: Set<[UInt8]> = []

    init(seed: UInt64, sea: Sea) {
        random = SplitMix64(seed: seed)
        self.sea = sea
    }

    private mutating func roll(_ sides: Int) -> Int { Int(random.next() % UInt64(sides)) }
    private mutating func pick<T>(_ list: [T]) -> T? { list.isEmpty ? nil : list[roll(list.count)] }

    mutating func step() async throws {
        let boat = sea.boats[roll(sea.boats.count)]
        switch roll(10) {
        case 0...6: try act(on: boat)
        case 7: try await pass(boat, losing: true)
        default: try await pass(boat, losing: false)
        }
    }

    func endFaults() {
        for boat in sea.boats {
            boat.server.setFault()
            boat.restart()
        }
    }

    private mutating func pass(_ boat: Boat, losing: Bool) async throws {
        if losing {
            let call = ["apply", "changes", "send", "fetch", "missing"][roll(5)]
            let fails: ServiceShare.Hook = { name throws(RemoteError) in if name == call { throw .unreachable("storm") }
            }
            boat.server.setFault(before: roll(2) == 0 ? fails : nil, after: fails)
        }
        do { try await boat.pass() } catch is RemoteError {
            boat.server.setFault()
            boat.restart()
        }
        boat.server.setFault()
    }

    private mutating func act(on boat: Boat) throws {
        let tree = boat.tree()
        let files = tree.filter { $0.value != nil }.keys.sorted()
        let folders = tree.filter { $0.value == nil }.keys.sorted()
        switch roll(8) {
        case 0, 1: try write(boat, at: freshPath(folders))
        case 2, 3: if let path = pick(files) { try write(boat, at: path) }
        case 4: try boat.disk.mkdir(freshPath(folders))
        case 5, 6: if let path = pick(files + folders) { move(boat, path, to: freshPath(folders)) }
        default: if let path = pick(files + folders) { try remove(boat, path) }
        }
    }

    private mutating func freshPath(_ folders: [String]) -> String {
        let folder = roll(3) == 0 ? nil : pick(folders)
        return (folder.map { $0 + "/" } ?? "") + ["a", "b", "c", "d", "e"][roll(5)]
    }

    private mutating func write(_ boat: Boat, at path: String) throws {
        if boat.tree()[path] == .some(.none) { return }
        if let old = try boat.disk.read(path) { givenUp.insert(old) }
        count += 1
        let content = Array("content \(count)".utf8)
        written.insert(content)
        if roll(2) == 0 { try boat.disk.write(path, content) } else { try boat.disk.replace(path, content) }
    }

    private func move(_ boat: Boat, _ path: String, to target: String) {
        // What cannot be moved there stays where it is.
        _ = try? boat.disk.rename(path, to: target)
    }

    private mutating func remove(_ boat: Boat, _ path: String) throws {
        for (below, content) in boat.tree() where below == path || below.hasPrefix(path + "/") {
            if let content { givenUp.insert(content) }
        }
        try boat.disk.remove(path)
    }
}
