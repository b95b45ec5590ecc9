import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Two devices of two users on one share: `ours` proposes, `theirs` was there before.
struct TwoDesks {
    let world: TestWorld
    let theirs: Desk
    let ours: Desk

    init(store: any MetadataStore = MemoryMetadataStore(), chunks: any ChunkStore = MemoryChunkStore()) async throws {
        (world, theirs) = try await TestWorld.started(store: store, chunks: chunks)
        let user = try await world.user("ann", in: theirs, role: .contributor)
        ours = try await world.desk(user, share: theirs.share, device: "phone")
    }

    func update(_ file: AppliedBody, _ text: String, modifiedAt: Timestamp? = nil, by desk: Desk? = nil) async throws
        -> ProposedChangeBody
    {
        ProposedChangeBody(
            resourceType: "file", resourceID: file.resourceID, changeType: "updated", baseVersionID: file.versionID,
            metadata: try await (desk ?? ours).send(text, modifiedAt: modifiedAt))
    }

    func delete(_ thing: AppliedBody) -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "deleted",
            baseVersionID: thing.versionID)
    }

    func move(_ thing: AppliedBody, to path: String) -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "moved", newPath: path)
    }

    func create(in folder: AppliedBody, _ name: String, _ text: String?) async throws -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: text == nil ? "folder" : "file", changeType: "created", parentID: .folder(folder.resourceID),
            name: name, metadata: try await text.asyncMap { try await ours.send($0) })
    }

    /// The open conflicts of ours.
    func open() async throws -> [ConflictBody] { try await conflicts(includeResolved: false) }

    func conflicts(includeResolved: Bool = true) async throws -> [ConflictBody] {
        try await world.service.conflicts.list(
            ours.caller, device: nil, share: ours.share, includeResolved: includeResolved, limit: 100, before: nil)
    }

    func resolve(_ conflict: ConflictBody, _ resolution: ConflictResolution, version: String? = nil) async throws
        -> ConflictBody
    {
        try await world.service.conflicts.resolve(
            ours.caller, id: conflict.id, resolution: resolution, version: version)
    }

    func everyText() async throws -> Set<String> { try await ours.everyText() }
}

extension Desk {
    /// Every text that any version of any file of the share ever had.
    func everyText() async throws -> Set<String> {
        let (shareID, tenant) = (try #require(ShareID(share)), caller.tenantID)
        let manifests = try await world.store.read { reader in
            let nodes = try reader.nodes(in: shareID, changedAfter: .start, limit: 10_000)
            return try nodes.flatMap { try reader.versions(of: $0.id) }.map { try reader.manifest(of: $0.id) }
        }
        var texts = Set<String>()
        for manifest in manifests {
            var bytes: [UInt8] = []
            for chunk in manifest {
                bytes += Array(try await world.chunks.read(chunk.hash, tenant: tenant).readableBytesView)
            }
            texts.insert(String(decoding: bytes, as: UTF8.self))
        }
        return texts
    }
}

extension Optional where Wrapped: Sendable {
    func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        if let self { try await transform(self) } else { nil }
    }
}

/// The one item that there must be.
func only<T>(_ items: [T], sourceLocation: SourceLocation = #_sourceLocation) throws -> T {
    #expect(items.count == 1, sourceLocation: sourceLocation)
    return try #require(items.first, sourceLocation: sourceLocation)
}
