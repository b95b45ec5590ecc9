package import NIOCore
package import TidelineCore

/// The synced folder on this device's disk.
///
/// Calls block and may come from several threads at once, though never two about the same path. Paths are relative to the
/// root, names joined by `/` exactly as the disk has them; the root is the empty string. No call follows a symbolic link,
/// and none can reach outside the root. What fails throws ``LocalError`` and changes nothing.
package protocol LocalFolder: Sendable {
    /// Reads the root's marker: nil when the root is there and carries none. Throws ``LocalError/rootMissing`` when the
    /// root is no folder.
    func marker() throws -> RootMarker?
    /// Makes the folder a root; durable on return.
    func setMarker(_ marker: RootMarker) throws

    /// All entries of one folder, in no order; in the root and the tops of mounted disks without Tideline's own.
    func list(_ folder: String) throws -> [LocalEntry]
    /// nil when nothing is there.
    func entry(_ path: String) throws -> LocalEntry?

    func open(_ path: String) throws -> any LocalFile

    /// The parent must exist. Throws ``LocalError/exists`` when the name is taken.
    func makeFolder(_ path: String) throws -> Fingerprint
    /// Never replaces: throws ``LocalError/exists`` when the target is taken (except by the same thing, for a change of case).
    func move(_ path: String, to target: String) throws -> Fingerprint
    /// Takes a thing out of the tree for a moment, so that others can swap names; durable places survive a crash: what is
    /// still parked then comes back under its old path, or beside it, at the next ``recover()``.
    func park(_ path: String) throws -> ParkedEntry
    func unpark(_ parked: ParkedEntry, to path: String) throws -> Fingerprint
    func parked() throws -> ParkedThings
    /// Puts a file or link into the local trash if it is still as expected, else throws ``LocalError/changed``.
    func trash(_ path: String, expecting: Fingerprint) throws
    /// Removes an empty folder. False when it still holds anything.
    func removeFolder(_ path: String) throws -> Bool

    /// A file to be filled outside the visible tree, under a name that a resumed transfer finds again. What an earlier
    /// run wrote is still in it.
    func stage(_ name: String) throws -> any StagedFile
    /// The same, on the disk that holds `path`, where another one is mounted there.
    func stage(_ name: String, for path: String) throws -> any StagedFile
    /// Makes all finished staged files durable at once.
    func flushStaged() throws
    /// Moves a staged file to its place in one step, with its modification time (nanoseconds since 1970) and executable bit.
    ///
    /// `expecting` nil: nothing may be there (``LocalError/exists``). Else the file there must still have this fingerprint
    /// (``LocalError/changed``), and goes to the local trash's history only if asked for by the caller's own move.
    func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    )
        throws -> Fingerprint
    /// Makes a symbolic link at its place in one step, by way of `name` in the staging folder. `expecting` as for files; only
    /// a link takes the place of a link.
    func installLink(_ target: String, staged name: String, at path: String, expecting: Fingerprint?) throws
        -> Fingerprint
    /// Brings parked things back, what stood further up first; drops staged files that were not written for ``Limits/stagedSecondsKept``, and empties
    /// what lies in the trash longer than ``Limits/localTrashSecondsKept``. Called before the first scan of a run.
    ///
    /// - Parameter tops: mounted disks, by path, on which parked things stay where they are.
    /// - Returns: those on which parked things could not be brought back, and why.
    @discardableResult
    func recover(leaving tops: Set<String>) throws -> [String: LocalError]
}

extension LocalFolder {
    package func stage(_ name: String, for path: String) throws -> any StagedFile { try stage(name) }
}

/// Tells one root from another, so that a swapped or empty mount is noticed.
package struct RootMarker: Hashable, Sendable {
    package let folderID: ULID
    /// The marker was not made here: it came with a copy of the folder, as from a backup. What such a folder holds may be
    /// older than what is remembered of it.
    package let isCopy: Bool

    package init(folderID: ULID, isCopy: Bool = false) {
        self.folderID = folderID
        self.isCopy = isCopy
    }
}

package struct ParkedEntry: Hashable, Sendable {
    package let token: String
    package init(token: String) { self.token = token }
}

/// What is parked in the root and on the disks that are mounted now.
package struct ParkedThings: Sendable {
    /// In no order.
    package var things: [ParkedThing] = []
    /// Tops of mounted disks, by path, of which it cannot be told, and why.
    package var unreadable: [String: LocalError] = [:]

    package init() {}
}

package struct ParkedThing: Hashable, Sendable {
    package let entry: ParkedEntry
    package let kind: LocalKind
    package let fingerprint: Fingerprint
    /// The top of the mounted disk that it lies on, by path; the root is the empty string.
    package let top: String

    package init(entry: ParkedEntry, kind: LocalKind, fingerprint: Fingerprint, top: String) {
        self.entry = entry
        self.kind = kind
        self.fingerprint = fingerprint
        self.top = top
    }
}

package enum LocalKind: Sendable, Hashable {
    case file, folder
    /// A symbolic link with its target.
    case link(String)
    /// Synced by nobody: sockets, pipes, devices. The text says which.
    case other(String)
}

package struct LocalEntry: Hashable, Sendable {
    /// As the disk has it; nil when it is not UTF-8, with ``readableName`` for people.
    package let name: String?
    package let readableName: String
    package let kind: LocalKind
    package let fingerprint: Fingerprint
    /// The top of something mounted there: with the mount it goes and comes, together with all below it.
    package let isMount: Bool

    package init(
        name: String?, readableName: String, kind: LocalKind, fingerprint: Fingerprint, isMount: Bool = false
    ) {
        self.name = name
        self.readableName = readableName
        self.kind = kind
        self.fingerprint = fingerprint
        self.isMount = isMount
    }
}

/// What a look from outside tells of an entry. Equal means: not touched since.
package struct Fingerprint: Hashable, Sendable {
    package var inode: UInt64
    /// Nanoseconds since 1970 when the inode was made; 0 when the file system does not tell. With ``inode`` it names a
    /// thing for good, though inodes are used again.
    package var birth: Int64
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    /// Nanoseconds since 1970 of the last change of content, name or attributes.
    package var changed: Int64
    package var executable: Bool
    /// Of a symbolic link itself, not of what it points to.
    package var isLink: Bool

    package init(
        inode: UInt64, birth: Int64, size: Int64, modified: Int64, changed: Int64, executable: Bool,
        isLink: Bool = false
    ) {
        self.inode = inode
        self.birth = birth
        self.size = size
        self.modified = modified
        self.changed = changed
        self.executable = executable
        self.isLink = isLink
    }
}

/// An open file to read from.
package protocol LocalFile: Sendable {
    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    func read(at offset: Int64, count: Int) throws -> ByteBuffer
    /// As it is now.
    func fingerprint() throws -> Fingerprint
    func close()
}

/// A file being filled.
package protocol StagedFile: Sendable {
    var name: String { get }
    /// Bytes already there from an earlier run.
    var size: Int64 { get throws }
    func write(_ bytes: ByteBuffer, at offset: Int64) throws
    func read(at offset: Int64, count: Int) throws -> ByteBuffer
    func truncate(to size: Int64) throws
    /// No more writes; the name stays valid for ``LocalFolder/install(_:at:expecting:modifiedAt:executable:)``.
    func close()
    /// Closes and removes it.
    func discard()
}

package enum LocalError: Error, Hashable, Sendable {
    case rootMissing
    case notFound(String)
    case exists(String)
    /// Not as the plan saw it.
    case changed(String)
    case permissionDenied(String)
    case diskFull
    case nameImpossible(String)
    /// A symbolic link that would lead out of the folder, or might.
    case linkLeadsOut(String)
    /// More chunks than one `apply` can name.
    case tooLarge(String)
    case tooManyOpenFiles
    /// What is to be moved there lies on another disk.
    case otherDisk(String)
    case io(String, errno: Int32)
}
