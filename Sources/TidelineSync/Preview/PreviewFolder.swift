import Synchronization
package import TidelineCore

/// A folder that can be looked at and not written to: a marker that is set is only remembered, and everything else that
/// would change it throws ``PreviewRefused``.
package final class PreviewFolder: LocalFolder {
    private let disk: any LocalFolder
    private let mayBeMissing: Bool
    private let pretended = Mutex<RootMarker?>(nil)

    /// - Parameter mayBeMissing: a real run would make the folder; until then it counts as empty.
    package init(_ disk: any LocalFolder, mayBeMissing: Bool) {
        self.disk = disk
        self.mayBeMissing = mayBeMissing
    }

    package func marker() throws -> RootMarker? {
        if let marker = pretended.withLock({ $0 }) { return marker }
        return try orMissing(nil) { try disk.marker() }
    }

    package func setMarker(_ marker: RootMarker) throws { pretended.withLock { $0 = marker } }

    package func list(_ folder: String) throws -> [LocalEntry] { try orMissing([]) { try disk.list(folder) } }

    package func entry(_ path: String) throws -> LocalEntry? { try orMissing(nil) { try disk.entry(path) } }

    package func open(_ path: String) throws -> any LocalFile { try disk.open(path) }

    /// What a run that was killed left parked is put back by the next real one, before it looks at anything.
    package func parked() throws -> ParkedThings {
        let parked = try orMissing(ParkedThings()) { try disk.parked() }
        guard parked.things.isEmpty else { throw PreviewRefused.halfMoved }
        return parked
    }

    package func recover(leaving tops: Set<String>) throws -> [String: LocalError] { [:] }

    package func flushStaged() throws { throw PreviewRefused.writing }
    package func makeFolder(_ path: String) throws -> Fingerprint { throw PreviewRefused.writing }
    package func move(_ path: String, to target: String) throws -> Fingerprint { throw PreviewRefused.writing }
    package func park(_ path: String) throws -> ParkedEntry { throw PreviewRefused.writing }
    package func unpark(_ parked: ParkedEntry, to path: String) throws -> Fingerprint { throw PreviewRefused.writing }
    package func trash(_ path: String, expecting: Fingerprint) throws { throw PreviewRefused.writing }
    package func removeFolder(_ path: String) throws -> Bool { throw PreviewRefused.writing }
    package func stage(_ name: String) throws -> any StagedFile { throw PreviewRefused.writing }
    package func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    ) throws -> Fingerprint { throw PreviewRefused.writing }

    package func installLink(_ target: String, staged name: String, at path: String, expecting: Fingerprint?) throws
        -> Fingerprint
    { throw PreviewRefused.writing }

    private func orMissing<Answer>(_ empty: Answer, _ body: () throws -> Answer) throws -> Answer {
        do { return try body() } catch LocalError.rootMissing where mayBeMissing { return empty }
    }
}

package enum PreviewRefused: Error, Hashable, Sendable {
    /// A preview tried to write: a fault of ours, and nothing was written.
    case writing
    /// A run was killed while it moved things; only a real one can go on from there.
    case halfMoved
}
