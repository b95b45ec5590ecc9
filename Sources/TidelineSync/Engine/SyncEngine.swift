package import Logging
package import TidelineCore

/// Keeps one folder equal to one share: fetch, scan, plan, push, pull, until there is nothing left to do.
///
/// One pass at a time; the caller sees to that. All outside things come in through ports.
package actor SyncEngine {
    let disk: any LocalFolder
    let server: any RemoteShare
    let state: any SyncState
    let ids: any ULIDSource
    let strategy: ConflictResolution
    let logger: Logger
    let observer: (any SyncObserver)?

    var base = BaseTree()
    var remote = RemoteTree()
    var cursor: Position?
    /// The server asked for it.
    var isSnapshotDue = false
    var selection = Selection.everything
    var isSelectionDue = true
    /// The ``Selection/choice`` that what is remembered was read by.
    var choice = ""
    /// What the server did not accept, until a snapshot has taken its place.
    var refusedCursor: Position?
    var folderID = ULID(high: 0, low: 0)
    var differences = LocalDifferences()
    var report = PassReport()
    /// Folders to list again in the next round, because something in them was not as the plan saw it.
    var staleFolders: Set<NodeID?> = []
    /// The same for the next pass, wherever that one looks: something in them could not be settled in this one.
    var unsettledFolders: Set<NodeID?> = []
    /// Folders that could not be read: what is below them was not seen either.
    private var unreadFolders: Set<NodeID?> = []
    /// Tops of mounted disks on which things may be parked still: what is missing there is not gone.
    var unsafeDisks: [String: LocalError] = [:]
    /// Things that were gone where only a part was looked at. They may stand in another: what is still gone when the next
    /// pass has looked, with the hints that came until then, is deleted.
    var suspects: Set<NodeID> = []
    var believedGone: Set<NodeID> = []
    /// What is remembered was started over, so that a look at parts is not enough.
    var needsFullScan = false
    /// The ignore files as the last look found them, and their rules for others to ask.
    var ignores = IgnoreBook()
    package nonisolated let ignored = IgnoredPaths()
    /// How often the rules were found to be others.
    package var ignoreChanges = 0
    var problems: [NodeID: SkippedPath] = [:]
    /// New things that took another id on the server in this pass.
    var aliases: [NodeID: NodeID] = [:]
    /// Whether other work waits for this pass to end.
    var isPressed: @Sendable () async -> Bool = { false }
    /// The long file whose chunks are on their way up, as it was read.
    var halfSent: ReadFile?
    var halfFetched: HalfFetched?
    /// Sent, and what came of it is not known.
    var unanswered: SentBatch?
    /// The server took something of which the log has not told yet.
    var awaitsLog = false
    /// Files that an earlier run may have put in place, and that could not be read to see.
    var unadopted: [RemoteNode] = []
    /// How often this pass may still halve what was refused as a whole.
    var splitsLeft = 0
    var changedOften: [NodeID: Int] = [:]
    private(set) var skipped: [SkippedPath] = []
    /// Things that this pass deletes, on the server and on disk.
    private var deletes: (remote: Set<NodeID>, local: Set<NodeID>) = ([], [])
    /// False: the next pass starts from what was saved, and brings parked things back.
    var isLoaded = false
    private var acknowledged: Position?

    package init(
        disk: any LocalFolder, server: any RemoteShare, state: any SyncState, ids: any ULIDSource,
        strategy: ConflictResolution, logger: Logger, observer: (any SyncObserver)? = nil
    ) {
        self.disk = disk
        self.server = server
        self.state = state
        self.ids = ids
        self.strategy = strategy
        self.logger = logger
        self.observer = observer
    }

    /// What to look at on disk.
    package enum Scope: Sendable {
        case everything
        /// Folders by path; those in `deep` with all below them.
        case folders([String], deep: [String])
        /// Only what the server has.
        case nothing
    }

    /// Brings both sides together once.
    ///
    /// - Parameter isPressed: asked now and then in a long transfer; on true the pass ends early, as
    ///   ``PassReport/isPaused`` says, and the next one goes on with it after what is quicker.
    /// - Throws: ``Halt`` when nothing was done for safety, ``RemoteError`` when the server cannot be asked, ``LocalError``
    ///   when the root cannot be read. What was done until then is remembered, and the next pass goes on.
    package func pass(
        _ scope: Scope, allowing allowance: DeleteAllowance = .standard,
        yieldingIf isPressed: @escaping @Sendable () async -> Bool = { false }
    ) async throws -> PassReport {
        self.isPressed = isPressed
        defer { observer?.tell(.passEnded) }
        let wire = server.wire
        try await learnSelection(scope)
        guard selection.isEnabled else { return rest() }
        do { try await bringTogether(scope, allowance) } catch is Resting { return rest() }
        await acknowledge()
        report.skipped = skips()
        report.cursor = cursor
        if let wire, let now = server.wire {
            report.bytesSent = now.sent - wire.sent
            report.bytesReceived = now.received - wire.received
        }
        return report
    }

    private func bringTogether(_ scope: Scope, _ allowance: DeleteAllowance) async throws {
        try load()
        try checkRoot()
        begin()
        let total = base.count
        try adoptRest()
        try await repeatUnanswered()
        askAnewWhereGarbled(scope)
        try await fetchRemote()
        let looked = unsettledFolders
        do { try scan(scope) } catch {
            needsFullScan = true
            throw error
        }
        do {
            try await settle(allowance, of: total)
        } catch {
            // By id: the pass may have moved folders, so the caller's paths may no longer lead to them.
            keepUnsettled()
            unsettledFolders.formUnion(looked)
            throw error
        }
        keepUnsettled()
    }

    /// Forgets what was of the last pass.
    func begin() {
        report = PassReport()
        problems = [:]
        aliases = [:]
        changedOften = [:]
        splitsLeft = Limits.refusedHalvingsMax
        believedGone = suspects
        suspects = []
        deletes = ([], [])
    }

    /// What was left out, in the order of paths.
    func skips() -> [SkippedPath] { (skipped + problems.values + waiting()).sorted { $0.path < $1.path } }

    /// The next pass compares everything with a snapshot, whatever the log says.
    package func startOver() { isSnapshotDue = true }

    private func planNow() -> Plan {
        Planner.plan(local: localTree, remote: remote, ids: ids, selection: selectionView)
    }

    private func settle(_ allowance: DeleteAllowance, of total: Int) async throws {
        for round in 1... {
            let plan = planNow()
            try check(plan, allowance, atStart: total)
            reportKept(plan.kept)
            try learn(plan.agreed)
            observer?.tell(.planned(totals(of: plan)))
            if plan.pushes.isEmpty && plan.pulls.isEmpty && staleFolders.isEmpty { break }
            guard round <= Limits.roundsPerPassMax else {
                report.isUnfinished = true
                break
            }
            let progressed = try await carryOut(plan)
            if report.isPaused { break }
            if needsFullScan {
                try scan(.everything)
                continue
            }
            if !progressed && staleFolders.isEmpty { break }
            if !staleFolders.isEmpty { try rescanStale() }
        }
    }

    /// What still differs on disk is looked at again in the next pass, which may be told to look elsewhere.
    private func keepUnsettled() {
        unsettledFolders.formUnion(staleFolders)
        staleFolders = []
        for (id, node) in differences.present where base[id].map({ LocalNode(agreed: $0) != node }) ?? true {
            unsettledFolders.insert(node.place.parent)
        }
        for id in differences.gone.union(differences.unknown) {
            if let node = base[id] { unsettledFolders.insert(node.place.parent) }
        }
        for id in differences.unknown where id.kind == .folder { unreadFolders.insert(id) }
    }

    // MARK: Root and state

    func load() throws {
        guard !isLoaded else { return }
        let saved = try state.load()
        base = BaseTree(saved.base)
        remote = RemoteTree(saved.remote)
        differences = LocalDifferences()
        cursor = saved.cursor
        unanswered = saved.sent
        choice = saved.choice
        awaitsLog = saved.awaitsLog
        if let id = saved.folderID { folderID = id }
        try mark(known: saved.folderID)
        // Before anything is touched: it may be another root.
        try checkRoot()
        // What the user moved since back to where the log last had it is no work of that run.
        try bringBackParked(tidies: true)
        if !awaitsLog { try adoptPlaces() }
        try adoptInstalled()
        // What else was done but not written down is found by comparing.
        needsFullScan = true
        isLoaded = true
    }

    /// A folder that was never linked gets a marker; one whose state was lost keeps the marker it has.
    private func mark(known: ULID?) throws {
        guard known == nil else { return }
        let marker: RootMarker
        do { marker = try disk.marker() ?? RootMarker(folderID: ids.next()) } catch LocalError.rootMissing {
            throw Halt.rootMissing
        }
        try disk.setMarker(marker)
        folderID = marker.folderID
        var changes = StateChanges()
        changes.folderID = marker.folderID
        try state.save(changes)
    }

    /// A copy of the folder stands here, perhaps an old one: what it lacks was not deleted, what differs was not edited. So
    /// what was remembered is forgotten, and all is compared by content.
    private func startOverWithCopy() throws {
        logger.notice("A copy of the folder was put in its place; comparing everything, deleting nothing.")
        var changes = StateChanges()
        changes.resets = true
        base = BaseTree()
        remote = RemoteTree()
        differences = LocalDifferences()
        (cursor, refusedCursor, unanswered, awaitsLog) = (nil, nil, nil, false)
        needsFullScan = true
        try save(changes)
        try disk.setMarker(RootMarker(folderID: folderID))
    }

    func checkRoot() throws {
        let marker: RootMarker?
        do { marker = try disk.marker() } catch LocalError.rootMissing { throw Halt.rootMissing }
        guard let marker else { throw Halt.markerMissing }
        guard marker.folderID == folderID else { throw Halt.markerForeign }
        if marker.isCopy { try startOverWithCopy() }
    }

    func learn(_ agreed: [NodeID: BaseNode?]) throws {
        guard !agreed.isEmpty else { return }
        var changes = StateChanges()
        for (id, node) in agreed {
            let there = remote.state(of: id, base: base)
            setBase(id, node, &changes)
            remote.settle(id, there, base: base, saving: &changes)
            differences.present[id] = nil
        }
        try save(changes)
    }

    /// A save that fails would leave memory ahead of disk, and a later one would save a cursor without the rows before it:
    /// so the next pass starts from what is on disk.
    func save(_ changes: StateChanges) throws {
        guard !changes.isEmpty else { return }
        do { try state.save(changes) } catch {
            isLoaded = false
            throw error
        }
    }

    func setBase(_ id: NodeID, _ node: BaseNode?, _ changes: inout StateChanges) {
        if let node {
            differences.gone.remove(id)
            base.put(node)
            changes.base[id] = node
        } else {
            base.remove(id)
            changes.base[id] = .some(nil)
            changes.manifests[id] = .some(nil)
        }
    }

    // MARK: Looking

    /// - Parameter reads: whether content may be read to tell what moved.
    func scan(_ scope: Scope, reads: Bool = true) throws {
        staleFolders.formUnion(unsettledFolders)
        unsettledFolders = []
        let unread = unreadFolders
        unreadFolders = []
        observer?.tell(.scanning)
        switch needsFullScan ? .everything : scope {
        case .everything:
            differences = try look(.everything)
            if reads { try findMovedContent() }
            skipped = differences.skipped
            needsFullScan = false
        case .folders(let flat, let deep):
            try scan(staleFolders.union(flat.map(nearestFolder)), deep: unread.union(deep.map(nearestFolder)))
        case .nothing: try scan(staleFolders, deep: unread)
        }
        staleFolders = []
    }

    private func scan(_ flat: Set<NodeID?>, deep: Set<NodeID?>) throws {
        differences = LocalDifferences()
        guard !flat.isEmpty || !deep.isEmpty else { return }
        differences = try look(.folders(inOrder(flat), deep: inOrder(deep)))
        try findMovedContent()
        doubt(differences.gone)
        forgetSkipped(in: differences.listed)
        skipped += differences.skipped.filter { !skipped.contains($0) }
    }

    /// What these folders hold, and they themselves, was just looked at anew.
    private func forgetSkipped(in folders: Set<NodeID?>) {
        let tree = localTree
        let paths = Set(folders.compactMap { tree.path(of: $0) })
        skipped.removeAll { skip in
            let above = skip.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(skip.path[..<$0]) } ?? ""
            return paths.contains(skip.path) || paths.contains(above)
        }
    }

    private func rescanStale() throws {
        let folders = staleFolders
        staleFolders = []
        var found = try look(.folders(inOrder(folders), deep: []))
        found.keepIDs(of: differences, base: base)
        believedGone.formUnion(differences.gone)
        differences.present = differences.present.filter { !found.listed.contains($0.value.place.parent) }
        differences.gone = differences.gone.filter { id in
            base[id].map { !found.listed.contains($0.place.parent) } ?? false
        }
        for (id, node) in found.present {
            differences.present[id] = node
            differences.gone.remove(id)
        }
        differences.gone.formUnion(found.gone)
        differences.candidates.formUnion(found.candidates)
        differences.unknown.formUnion(found.unknown)
        differences.ignores = found.ignores
        doubt(found.gone)
    }

    /// The folder of the base at a path of the disk, or the nearest known one above it; nil is the root.
    private func nearestFolder(_ path: String) -> NodeID? {
        var at: NodeID?
        for name in path.utf8.split(separator: UInt8(ascii: "/")) {
            var next: NodeID?
            base.forEachChild(of: at) { child in
                if child.id.kind == .folder, child.nameOnDisk.utf8.elementsEqual(name) { next = child.id }
            }
            guard let next else { return at }
            at = next
        }
        return at
    }

    /// Counts over the whole pass: rows and looks between its rounds may ask for more.
    func check(_ plan: Plan, _ allowance: DeleteAllowance, atStart: Int) throws {
        for case .delete(let id) in plan.pushes {
            deletes.remote.insert(id)
            // What moved out of it goes on.
            if id.kind == .folder { deletes.remote.formUnion(differences.gone.intersection(base.descendants(of: id))) }
        }
        // What leaves the selection was asked to.
        for case .delete(let id) in plan.pulls where remote.differences[id] != .left { deletes.local.insert(id) }
        let gone = deletes.remote.union(deletes.local).count { base[$0] == nil }
        let total = max(atStart, base.count + gone)
        for (count, isLocal) in [(deletes.remote.count, false), (deletes.local.count, true)]
        where !allowance.allows(count, of: total) {
            throw Halt.massDelete(count: count, of: total, locally: isLocal)
        }
    }

    /// Tells the server how far this device is; it costs nothing but retention when that fails.
    private func acknowledge() async {
        guard let cursor, cursor != acknowledged else { return }
        do {
            try await server.acknowledge(cursor)
            acknowledged = cursor
        } catch {
            logger.debug("The cursor could not be reported.", metadata: ["error": "\(error)"])
        }
    }
}

/// So that equal runs stay equal.
private func inOrder(_ folders: Set<NodeID?>) -> [NodeID?] {
    (folders.contains(nil) ? [nil] : []) + folders.compactMap { $0 }.sorted()
}

extension PullStep {
    var node: NodeID? {
        switch self {
        case .makeFolder(let node), .fetch(let node): node.id
        case .move(let id, _), .park(let id), .delete(let id): id
        }
    }
}
