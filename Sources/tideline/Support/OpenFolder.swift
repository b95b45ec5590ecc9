import Foundation
import Glibc
import Logging
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineFolder
import TidelineServer
import TidelineSync

/// How the user wants a folder to be linked; what is left out stays as it is.
struct LinkWish: Sendable {
    var share: String?
    var strategy: ConflictResolution?
    /// Forget what was remembered of the folder, and compare it with the share anew.
    var relinks = false
    /// Nothing is to be written anywhere: the engine is for ``SyncEngine/preview(allowing:)`` only.
    var isPreview = false
}

/// A linked folder ready for passes. No other client gets at it until this value is gone.
struct OpenFolder: Sendable {
    let link: LinkedFolder
    let engine: SyncEngine
    let recordPath: String
    private let locks: [FolderLock]
    private let copy: StateCopy?

    /// Links the folder first if it is not linked yet.
    static func open(
        _ directory: String, _ wish: LinkWish, _ session: Session, observer: (any SyncObserver)? = nil
    ) async throws -> OpenFolder {
        let path = try realPath(of: directory)
        let registry = FolderRegistry(home: session.home)
        let known = try registry.folders().first { $0.path == path }
        let link: LinkedFolder
        if let known {
            link = try await updated(known, wish, session, registry)
        } else {
            link = try await linked(path, wish, session, registry)
        }
        let isNew = known == nil || wish.relinks
        if wish.isPreview { return try OpenFolder(previewing: link, isNew: known == nil, session, registry, observer) }
        return try OpenFolder(link, isNew: isNew, session, registry, observer)
    }

    private init(
        _ link: LinkedFolder, isNew: Bool, _ session: Session, _ registry: FolderRegistry,
        _ observer: (any SyncObserver)?
    ) throws {
        let disk = DiskFolder(root: link.path, time: SystemTime())
        let statePath = registry.statePath(of: link)
        var locks: [FolderLock] = []
        guard let lock = try FolderLock(path: statePath + ".lock") else { throw Self.busy(link.path) }
        locks.append(lock)
        // Nothing is written into a root that has lost its marker: the engine halts on it.
        if try isNew || disk.hasMarker() {
            guard let lock = try disk.lock() else { throw Self.busy(link.path) }
            locks.append(lock)
        }
        let state = try SQLiteSyncState(path: statePath)
        if state.wasRebuilt {
            complain("What was remembered of \(link.path) was damaged. Comparing everything anew; nothing is deleted.")
        }
        self.link = link
        recordPath = registry.recordPath(of: link)
        self.locks = locks
        copy = nil
        engine = SyncEngine(
            disk: disk,
            server: HTTPRemoteShare(
                client: session.client, shareID: link.shareID, deviceID: session.credentials.deviceID),
            state: state, ids: SystemULIDs(clock: SystemTime()), strategy: link.strategy, logger: clientLogger,
            observer: observer)
    }

    /// Works on a copy of the state, and on a folder and a share that cannot be written to.
    private init(
        previewing link: LinkedFolder, isNew: Bool, _ session: Session, _ registry: FolderRegistry,
        _ observer: (any SyncObserver)?
    ) throws {
        let disk = DiskFolder(root: link.path, time: SystemTime())
        var locks: [FolderLock] = []
        if try disk.hasMarker() {
            guard let lock = try disk.lock() else { throw Self.busy(link.path) }
            locks.append(lock)
        }
        let copy = try StateCopy(of: registry.statePath(of: link))
        self.link = link
        recordPath = registry.recordPath(of: link)
        self.locks = locks
        self.copy = copy
        engine = SyncEngine(
            disk: PreviewFolder(disk, mayBeMissing: isNew && isAbsent(link.path)),
            server: PreviewShare(
                HTTPRemoteShare(
                    client: session.client, shareID: link.shareID, deviceID: session.credentials.deviceID)),
            state: try SQLiteSyncState(path: copy.path), ids: SystemULIDs(clock: SystemTime()),
            strategy: link.strategy, logger: clientLogger, observer: observer)
    }

    private static func busy(_ path: String) -> Failure {
        Failure("Another tideline is at work on \(path). Stop it first.")
    }

    private static func updated(
        _ known: LinkedFolder, _ wish: LinkWish, _ session: Session, _ registry: FolderRegistry
    ) async throws -> LinkedFolder {
        let credentials = session.credentials
        guard known.server == credentials.server, known.userID == credentials.userID else {
            throw Failure(
                "\(known.path) is linked at \(known.server) by another login. Log in as that user, or use another "
                    + "TIDELINE_HOME.", .notLoggedIn)
        }
        if let share = wish.share, share != known.shareID, share.caseFolded != known.shareName.caseFolded {
            throw Failure("\(known.path) is linked to the share \"\(printable(known.shareName))\" already.", .usage)
        }
        var link = known
        if let strategy = wish.strategy { link.strategy = strategy }
        if wish.relinks { link.stateFile = newStateFile() }
        if wish.isPreview { return link }
        if link != known { try await registry.save(link) }
        // The registry no longer names it, so a crash between the two leaves no more than a file.
        if link.stateFile != known.stateFile { unlink(registry.statePath(of: known)) }
        return link
    }

    private static func linked(
        _ path: String, _ wish: LinkWish, _ session: Session, _ registry: FolderRegistry
    ) async throws -> LinkedFolder {
        guard let wanted = wish.share else {
            throw Failure(
                "\(path) is not linked yet. Say with what: --share SHARE; `tideline shares` lists them.", .usage)
        }
        try registry.refuseOverlap(path)
        let share = try await session.share(wanted)
        let link = LinkedFolder(
            path: path, server: session.credentials.server, userID: session.credentials.userID, shareID: share.id,
            shareName: share.name, stateFile: newStateFile(), strategy: wish.strategy ?? .keepBoth)
        if wish.isPreview { return link }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw Failure("Cannot make the folder \(path): \(String(cString: strerror(errno)).lowercased()).")
        }
        try await registry.save(link)
        return link
    }
}

extension DiskFolder {
    fileprivate func hasMarker() throws -> Bool {
        do { return try marker() != nil } catch LocalError.rootMissing { return false }
    }
}

private func isAbsent(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT
}

private func newStateFile() -> String { UUID().uuidString.lowercased() + ".sqlite" }

/// With links resolved, so that a folder has one name. The folder itself need not exist, the one above must.
private func realPath(of directory: String) throws -> String {
    let path = absolutePath(directory)
    if let real = realpath(path, nil) {
        defer { free(real) }
        return String(cString: real)
    }
    let parent = (path as NSString).deletingLastPathComponent
    guard let real = realpath(parent, nil) else {
        throw Failure("There is no folder \(parent). Make it first, or check the path.", .usage)
    }
    defer { free(real) }
    return (String(cString: real) as NSString).appendingPathComponent((path as NSString).lastPathComponent)
}

/// Notices for people on stderr.
private let clientLogger: Logger = {
    var logger = Logger(label: "tideline") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
}()
