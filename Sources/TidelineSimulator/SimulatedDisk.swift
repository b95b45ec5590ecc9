import NIOCore
import TidelineCore
import TidelineSync
import TidelineTestKit

/// The disk as one process has it.
struct SimulatedDisk: LocalFolder {
    let folder: MemoryFolder
    let process: Process
    let watcher: SimulatedWatcher
    let trouble: DiskTrouble
    let judge: Judge

    /// A process may end before it acts, and after.
    private func act<T>(_ what: String, _ paths: [String] = [], _ body: () throws -> T) throws -> T {
        try process.breathe()
        try trouble.check(paths, writes: true, folder, process)
        let result = try body()
        process.trace("disk: \(what) \(paths.joined(separator: " → "))")
        for path in paths { watcher.saw(path, in: folder) }
        try process.breathe()
        return result
    }

    private func look<T>(_ path: String, _ body: () throws -> T) throws -> T {
        try process.breathe()
        try trouble.check([path], writes: false, folder, process)
        return try body()
    }

    func marker() throws -> RootMarker? { try look("") { try folder.marker() } }
    func setMarker(_ marker: RootMarker) throws { try act("mark") { try folder.setMarker(marker) } }
    func list(_ path: String) throws -> [LocalEntry] { try look(path) { try folder.list(path) } }
    func entry(_ path: String) throws -> LocalEntry? { try look(path) { try folder.entry(path) } }
    func open(_ path: String) throws -> any LocalFile { try look(path) { try folder.open(path) } }
    func parked() throws -> ParkedThings { try look("") { try folder.parked() } }

    func makeFolder(_ path: String) throws -> Fingerprint {
        try act("make", [path]) { try folder.makeFolder(path) }
    }

    func move(_ path: String, to target: String) throws -> Fingerprint {
        try act("move", [path, target]) { try folder.move(path, to: target) }
    }

    func park(_ path: String) throws -> ParkedEntry { try act("park", [path]) { try folder.park(path) } }

    func unpark(_ parked: ParkedEntry, to path: String) throws -> Fingerprint {
        try act("unpark", [path]) { try folder.unpark(parked, to: path) }
    }

    func trash(_ path: String, expecting: Fingerprint) throws {
        try act("trash", [path]) { try folder.trash(path, expecting: expecting) }
    }

    func removeFolder(_ path: String) throws -> Bool {
        try act("remove", [path]) { try folder.removeFolder(path) }
    }

    func stage(_ name: String) throws -> any StagedFile {
        try act("stage \(name)") { SimulatedStage(file: try folder.stage(name), disk: self) }
    }

    func installLink(_ target: String, staged name: String, at path: String, expecting: Fingerprint?) throws
        -> Fingerprint
    {
        try act("link", [path]) { try folder.installLink(target, staged: name, at: path, expecting: expecting) }
    }

    func flushStaged() throws { try act("flush") { try folder.flushStaged() } }

    func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    ) throws -> Fingerprint {
        try act("install", [path]) {
            let now = try folder.install(
                staged, at: path, expecting: expecting, modifiedAt: modifiedAt, executable: executable)
            if let bytes = try folder.read(path) {
                judge.look(at: .file(bytes, executable: executable), path, of: process.name)
            }
            return now
        }
    }

    func recover(leaving tops: Set<String>) throws -> [String: LocalError] {
        try act("recover") { try folder.recover(leaving: tops) }
    }
}

private struct SimulatedStage: StagedFile {
    let file: any StagedFile
    let disk: SimulatedDisk

    var name: String { file.name }
    var size: Int64 { get throws { try file.size } }

    func write(_ bytes: ByteBuffer, at offset: Int64) throws {
        try disk.process.breathe()
        try disk.trouble.check([], writes: true, disk.folder, disk.process)
        try file.write(bytes, at: offset)
    }

    func read(at offset: Int64, count: Int) throws -> ByteBuffer { try file.read(at: offset, count: count) }

    func truncate(to size: Int64) throws {
        try disk.process.breathe()
        try file.truncate(to: size)
    }

    func close() {}
    func discard() { if disk.process.life.isAlive { file.discard() } }
}

/// What a device remembers, as one process reaches it.
struct SimulatedState: SyncState {
    let memory: MemorySyncState
    let disk: SimulatedDisk
    private var process: Process { disk.process }

    func load() throws -> SavedState {
        try process.breathe()
        return try memory.load()
    }

    func save(_ changes: StateChanges) throws {
        try process.breathe()
        try disk.trouble.check([], writes: true, disk.folder, process)
        try memory.save(changes)
        try process.breathe()
    }

    func manifest(of node: NodeID) throws -> [ChunkRef]? { try memory.manifest(of: node) }
    func forEachManifest(_ body: (NodeID, [ChunkRef]) throws -> Void) throws { try memory.forEachManifest(body) }
}

extension Process {
    fileprivate func breathe() throws {
        mayCrash()
        guard life.isAlive else { throw LocalError.io("the process ended", errno: 4) }
    }
}
