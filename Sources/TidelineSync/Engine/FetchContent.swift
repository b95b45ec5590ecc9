import Logging
import NIOCore
import TidelineCore

/// A file that came whole and verified, and waits to be put in place.
struct Arrived: Sendable {
    let node: RemoteNode
    let staged: any StagedFile
    let manifest: [ChunkRef]?
    /// The target, where it is a symbolic link.
    var link: String?
}

extension SyncEngine {
    /// Brings the content of files: what is here already is not asked for, small files come many at a time.
    func fetch(_ wanted: [RemoteNode]) async throws {
        var small: [RemoteNode] = []
        var large: [RemoteNode] = []
        var arrived: [Arrived] = []
        for node in wanted {
            guard let file = node.file, try makeWay(for: node), hasRoom(node), mayBeLink(node) else { continue }
            if base[node.id]?.file?.content == file.content {
                try learnVersion(node)
            } else if file.content.size == 0 {
                if let empty = stageEmpty(node) { arrived.append(empty) }
            } else if file.content.size <= Int64(Limits.bulkFetchFileBytesMax) {
                small.append(node)
            } else {
                large.append(node)
            }
        }
        try install(arrived)
        try await fetchSmall(small)
        guard !large.isEmpty else { return }
        let known = try knownChunks()
        for node in large where !report.isPaused { try await fetchLarge(node, known: known) }
    }

    /// Whether a new file's name is free: nothing is downloaded for one that is not.
    private func hasRoom(_ node: RemoteNode) -> Bool {
        guard base[node.id] == nil else { return true }
        do {
            guard let path = localPath(of: node.place) else { throw LocalError.notFound(node.place.name.text) }
            if try disk.entry(path) != nil { throw LocalError.exists(path) }
            return true
        } catch {
            fail(.fetch(node), error)
            return false
        }
    }

    /// The content is here; only the server's name for it is new.
    private func learnVersion(_ node: RemoteNode) throws {
        guard var agreed = base[node.id], let file = node.file else { return }
        agreed.file = BaseFile(version: file.version, content: file.content)
        var changes = StateChanges()
        pulled(agreed, &changes)
        try save(changes)
    }

    private func stageEmpty(_ node: RemoteNode) -> Arrived? {
        do {
            let staged = try disk.stage(stagingName(node), for: pathForPeople(node))
            try staged.truncate(to: 0)
            staged.close()
            return Arrived(node: node, staged: staged, manifest: nil)
        } catch {
            fail(.fetch(node), error)
            return nil
        }
    }

    // MARK: Small files

    private func fetchSmall(_ nodes: [RemoteNode]) async throws {
        var rest = nodes[...]
        var group = try await receive(takeGroup(&rest))
        while !group.isEmpty || !rest.isEmpty {
            let following = takeGroup(&rest)
            async let next = receive(following)
            try install(group)
            group = try await next
        }
    }

    private func takeGroup(_ rest: inout ArraySlice<RemoteNode>) -> [RemoteNode] {
        var group: [RemoteNode] = []
        var bytes: Int64 = 0
        while let node = rest.first, group.count < Limits.bulkFetchItems, bytes < Int64(Limits.bulkFetchBytes) {
            group.append(node)
            bytes += node.file?.content.size ?? 0
            rest = rest.dropFirst()
        }
        return group
    }

    private func receive(_ nodes: [RemoteNode]) async throws -> [Arrived] {
        guard !nodes.isEmpty else { return [] }
        var byItem: [FetchItem: RemoteNode] = [:]
        var paths: [NodeID: String] = [:]
        for node in nodes {
            guard let file = node.file else { continue }
            byItem[FetchItem(file: node.id, version: file.version)] = node
            paths[node.id] = pathForPeople(node)
        }
        let receiver = SmallFileReceiver(disk: disk, nodes: byItem, paths: paths, observer: observer)
        try await server.fetch(
            nodes.compactMap { node in node.file.map { FetchItem(file: node.id, version: $0.version) } }
        ) {
            item, result in
            await receiver.take(item, result)
        }
        let (arrived, failed, bytes) = await receiver.result
        report.bytesReceived += bytes
        for (node, error) in failed { failFetch(node, error) }
        return arrived
    }

    func failFetch(_ node: RemoteNode, _ error: any Error) {
        switch error {
        case let error as LocalError: fail(.fetch(node), error)
        case RemoteError.refused(.notFound, _), RemoteError.refused(.gone, _):
            hold(node.id, pathForPeople(node), "it went away on the server meanwhile")
        default:
            hold(node.id, pathForPeople(node), "it could not be downloaded: \(error)")
        }
    }

    // MARK: Into place

    /// Makes a group durable with one flush, then puts each file in its place if nothing changed there.
    func install(_ group: [Arrived]) throws {
        guard !group.isEmpty else { return }
        try disk.flushStaged()
        var changes = StateChanges()
        for arrived in group {
            do { try install(arrived, &changes) } catch {
                arrived.staged.discard()
                fail(.fetch(arrived.node), error)
            }
        }
        // Without this a power cut could keep the base and undo the rename: old content would look like a new edit.
        do { try disk.flushStaged() } catch {
            isLoaded = false
            throw error
        }
        try save(changes)
    }

    private func install(_ arrived: Arrived, _ changes: inout StateChanges) throws {
        let node = arrived.node
        guard let file = node.file else { return }
        let agreed = base[node.id]
        let place = agreed?.place ?? node.place
        guard let path = agreed == nil ? localPath(of: place) : localTree.path(of: node.id) else {
            throw LocalError.notFound(place.name.text)
        }
        let fingerprint =
            file.content.isLink
            ? try installLink(arrived, at: path, expecting: agreed?.fingerprint)
            : try disk.install(
                arrived.staged, at: path, expecting: agreed?.fingerprint, modifiedAt: file.modifiedAt,
                executable: file.content.executable)
        report.downloaded += 1
        let now = BaseNode(
            id: node.id, place: place, diskName: agreed?.diskName,
            file: BaseFile(version: file.version, content: file.content), fingerprint: fingerprint)
        pulled(now, &changes)
        changes.manifests[node.id] = arrived.manifest.map { .some($0) } ?? .some(nil)
    }

    /// Tells versions apart, so that a resumed download never mixes two.
    nonisolated func stagingName(_ node: RemoteNode) -> String { node.file?.version.description ?? node.id.description }
}

/// Stages small files as they come.
private actor SmallFileReceiver {
    private let disk: any LocalFolder
    private let nodes: [FetchItem: RemoteNode]
    private let paths: [NodeID: String]
    private let observer: (any SyncObserver)?
    private var arrived: [Arrived] = []
    private var failed: [(RemoteNode, any Error)] = []
    private var bytes: Int64 = 0

    init(
        disk: any LocalFolder, nodes: [FetchItem: RemoteNode], paths: [NodeID: String],
        observer: (any SyncObserver)?
    ) {
        self.disk = disk
        self.nodes = nodes
        self.paths = paths
        self.observer = observer
    }

    var result: ([Arrived], [(RemoteNode, any Error)], Int64) { (arrived, failed, bytes) }

    func take(_ item: FetchItem, _ result: Result<ByteBuffer, RemoteError>) {
        guard let node = nodes[item], let file = node.file, let path = paths[node.id] else { return }
        observer?.tell(.started(.down, path: path, bytes: file.content.size))
        let isWhole = take(item, result, node, file, path)
        observer?.tell(.ended(.down, path: path, isWhole: isWhole))
    }

    private func take(
        _ item: FetchItem, _ result: Result<ByteBuffer, RemoteError>, _ node: RemoteNode, _ file: RemoteFile,
        _ path: String
    ) -> Bool {
        do {
            let content = try result.get()
            bytes += Int64(content.readableBytes)
            guard content.withUnsafeReadableBytes({ Digest(of: $0) }) == file.content.checksum else {
                throw RemoteError.garbage("its bytes do not have the announced checksum")
            }
            let staged = try disk.stage(item.version.description, for: path)
            try staged.truncate(to: 0)
            try staged.write(content, at: 0)
            staged.close()
            var arrival = Arrived(node: node, staged: staged, manifest: nil)
            if file.content.isLink {
                guard let target = String(validating: content.readableBytesView, as: UTF8.self) else {
                    throw LocalError.linkLeadsOut(node.place.name.text)
                }
                arrival.link = target
            }
            arrived.append(arrival)
            observer?.tell(.advanced(.down, path: path, bytes: file.content.size))
            return true
        } catch {
            failed.append((node, error))
            return false
        }
    }
}
