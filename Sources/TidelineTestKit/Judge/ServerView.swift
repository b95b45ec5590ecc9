import NIOCore
package import TidelineCore
package import TidelineService

/// All that a server has of a share, read past its use cases: what lives, what is kept, and what must not be.
package struct ServerView: Sendable {
    /// What a device would sync.
    package private(set) var live: TreeView = [:]
    /// Contents of all versions: heads, history, side versions, trash.
    package private(set) var kept: Set<Digest> = []
    package private(set) var violations: [Violation] = []

    private struct Records: Sendable {
        var nodes: [NodeID: Node] = [:]
        var versions: [FileVersion] = []
        var manifests: [VersionID: [ChunkRef]] = [:]
        var conflicts: [Conflict] = []
    }

    package static func read(
        _ share: ShareID, of tenant: TenantID, from store: any MetadataStore, _ chunks: any ChunkStore
    ) async throws -> ServerView {
        let records = try await store.read { reader in
            var records = Records()
            for node in try reader.nodes(in: share, changedAfter: .start, limit: .max) {
                records.nodes[node.id] = node
                for version in try reader.versions(of: node.id) {
                    records.versions.append(version)
                    records.manifests[version.id] = try reader.manifest(of: version.id)
                }
            }
            records.conflicts = try reader.conflicts(
                ConflictsQuery(shares: [share], device: nil, includeResolved: true, before: nil, limit: .max))
            return records
        }
        var view = ServerView()
        var contents: [VersionID: [UInt8]] = [:]
        for version in records.versions {
            contents[version.id] = await view.content(of: version, records.manifests[version.id] ?? [], tenant, chunks)
        }
        view.checkReferences(records)
        view.place(records, contents)
        return view
    }

    private mutating func content(
        of version: FileVersion, _ manifest: [ChunkRef], _ tenant: TenantID, _ chunks: any ChunkStore
    ) async -> [UInt8]? {
        var bytes: [UInt8] = []
        do {
            for chunk in manifest {
                let read = try await chunks.read(chunk.hash, tenant: tenant)
                bytes += read.readableBytesView
            }
        } catch {
            violations.append(Violation(.content, "\(version.id): \(error)"))
            return nil
        }
        guard Digest(of: bytes) == version.content.checksum, Int64(bytes.count) == version.content.size else {
            violations.append(Violation(.content, "\(version.id) does not have its checksum"))
            return nil
        }
        kept.insert(version.content.checksum)
        return bytes
    }

    private mutating func checkReferences(_ records: Records) {
        let versions = Dictionary(uniqueKeysWithValues: records.versions.map { ($0.id, $0.fileID) })
        for node in records.nodes.values {
            if let head = node.head, versions[head.versionID] != node.id {
                violations.append(Violation(.content, "\(node.id) has a head that is no version of it"))
            }
        }
        for conflict in records.conflicts where conflict.status == .open {
            for version in [conflict.localVersionID, conflict.serverVersionID].compactMap(\.self)
            where versions[version] == nil {
                violations.append(Violation(.loss, "\(conflict.id) is open and names \(version), which is gone"))
            }
        }
    }

    private mutating func place(_ records: Records, _ contents: [VersionID: [UInt8]]) {
        var names: Set<[String]> = []
        for node in records.nodes.values.sorted(by: { $0.id < $1.id }) where node.trashedAt == nil {
            if !names.insert([node.place.parent?.description ?? "", node.place.name.key]).inserted {
                violations.append(Violation(.tree, "two things are called \(node.place.name) in one folder"))
            }
            guard let path = path(of: node, records) else { continue }
            guard node.id.kind == .file else {
                live[path] = .folder
                continue
            }
            guard let head = node.head else {
                violations.append(Violation(.content, "\(path) is live without content"))
                continue
            }
            if let bytes = contents[head.versionID] {
                live[path] =
                    head.mimeType == LinkTarget.mimeType
                    ? .link(String(decoding: bytes, as: UTF8.self))
                    : .file(bytes, executable: head.content.executable)
            }
        }
    }

    /// nil below the trash.
    private mutating func path(of node: Node, _ records: Records) -> String? {
        var names = [node.place.name.text]
        var next = node.place.parent
        while let id = next {
            guard let folder = records.nodes[id], id.kind == .folder else {
                violations.append(Violation(.tree, "\(node.id) lies in \(id), which is no folder"))
                return nil
            }
            guard names.count <= Limits.depthMax else {
                violations.append(Violation(.tree, "\(node.id) lies in a cycle"))
                return nil
            }
            if folder.trashedAt != nil { return nil }
            names.append(folder.place.name.text)
            next = folder.place.parent
        }
        return names.reversed().joined(separator: "/")
    }
}
