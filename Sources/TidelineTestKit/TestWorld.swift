import Logging
import NIOCore
package import TidelineAPI
package import TidelineCore
package import TidelineService

/// A server's use cases on stores in memory, with a clock that the test moves.
package struct TestWorld: Sendable {
    package let store: any MetadataStore
    package let chunks: any ChunkStore
    package let clock = FakeClock()
    package let alarm = FakeAlarm()
    package let ids = CountingIDs()
    package let passwords = PlainPasswordHasher()
    package let events = EventHub()
    package let context: ServiceContext
    package let service: Service

    package init(
        store: any MetadataStore = MemoryMetadataStore(), chunks: any ChunkStore = MemoryChunkStore()
    ) {
        self.store = store
        self.chunks = chunks
        context = ServiceContext(
            store: store, chunks: chunks, clock: clock, alarm: alarm, ids: ids, secrets: FixedSecrets(),
            passwords: passwords,
            events: events, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        service = Service(context)
    }

    package static let adminPassword = "admin-password"

    /// The tenant `default`, its `admin` with one share "Team" and one device "laptop".
    package static func started(
        store: any MetadataStore = MemoryMetadataStore(), chunks: any ChunkStore = MemoryChunkStore()
    ) async throws -> (world: TestWorld, desk: Desk) {
        let world = TestWorld(store: store, chunks: chunks)
        _ = try await world.service.accounts.bootstrap(adminPassword: adminPassword)
        let admin = try await world.logIn("admin", password: adminPassword)
        let share = try await world.service.shares.create(admin, NewShareBody(name: "Team"))
        return (world, try await world.desk(admin, share: share.id, device: "laptop"))
    }

    package func logIn(_ name: String, password: String) async throws -> Caller {
        let user = try await service.accounts.logIn(name: name, password: password, address: "127.0.0.1").user
        return Caller(tenantID: user.tenantID, userID: user.id, isTenantAdmin: user.isAdmin)
    }

    /// Another user of the tenant; a member of the share when a role is given.
    package func user(_ name: String, in desk: Desk? = nil, role: Role? = nil) async throws -> Caller {
        let admin = try await logIn("admin", password: Self.adminPassword)
        let body = NewUserBody(name: name, email: "\(name)@example.com", password: "password of \(name)")
        let user = try await service.accounts.createUser(admin, body)
        if let desk, let role {
            _ = try await service.shares.addMember(
                desk.caller, id: desk.share, NewMemberBody(userID: user.id, role: role))
        }
        return try await logIn(name, password: body.password)
    }

    /// A registered device of a user, at work in a share.
    package func desk(_ caller: Caller, share: String, device: String) async throws -> Desk {
        _ = try await service.devices.register(
            caller,
            NewDeviceBody(deviceID: device, deviceName: device, platform: "linux", clientVersion: "1.0.0"))
        return Desk(world: self, caller: caller, share: share, device: device)
    }
}

/// One device of one user in one share, with the calls that tests make most.
package struct Desk: Sendable {
    package let world: TestWorld
    package let caller: Caller
    package let share: String
    package let device: String

    /// Sends content as one chunk (or as many as asked) and answers what a change says of it.
    package func send(_ text: String, pieces: Int = 1, modifiedAt: Timestamp? = nil, executable: Bool? = nil)
        async throws -> ProposedMetadata
    {
        let bytes = Array(text.utf8)
        let size = max(1, (bytes.count + pieces - 1) / pieces)
        let parts = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        let chunks = parts.map { Chunk(hash: Digest(of: $0), bytes: ByteBuffer(bytes: $0)) }
        try await world.service.content.store(caller, chunks)
        return ProposedMetadata(
            size: Int64(bytes.count), checksumSHA256: Digest(of: bytes).hex, modifiedAt: modifiedAt?.rfc3339,
            executable: executable, chunks: zip(chunks, parts).map { ChunkBody(hash: $0.hash.hex, size: $1.count) })
    }

    package func apply(
        _ changes: [ProposedChangeBody], _ strategy: ConflictResolution? = nil, baseCursor: Position? = nil,
        clientTime: Timestamp? = nil, dryRun: Bool? = nil, atomic: Bool? = nil, wholeShare: Bool? = nil
    ) async throws -> ApplyAnswer {
        try await world.service.apply(
            caller,
            ApplyBody(
                deviceID: device, shareID: share, conflictResolution: strategy, changes: changes,
                baseCursor: baseCursor?.value, clientTime: clientTime?.rfc3339, dryRun: dryRun, atomic: atomic,
                wholeShare: wholeShare))
    }

    /// Creates a file in a fresh place and answers what became of it.
    package func create(_ path: String, _ text: String) async throws -> AppliedBody {
        let change = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: path, metadata: try await send(text))
        return try only(try await apply([change]).applied)
    }

    package func createFolder(_ path: String) async throws -> AppliedBody {
        try only(
            try await apply([ProposedChangeBody(resourceType: "folder", changeType: "created", newPath: path)]).applied)
    }

    package func head() async throws -> Position {
        try await world.store.read { try $0.log(of: caller.tenantID).head }
    }

    /// Content of a version, or of the head.
    package func text(of file: String, version: String? = nil) async throws -> String {
        let readable = try await world.service.content.open(caller, file: file, version: version)
        var bytes: [UInt8] = []
        for chunk in readable.chunks {
            let buffer = try await world.service.content.read(caller, chunk.hash)
            bytes += Array(buffer.readableBytesView)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Paths of all live things, sorted.
    package func paths() async throws -> [String] { try await snapshot().entries.map(\.path).sorted() }

    /// `ofDevice`: only what the device syncs.
    package func snapshot(limit: Int = Limits.pageRowsMax, ofDevice: Bool = false) async throws -> (
        entries: [SnapshotEntry], cursor: Position
    ) {
        let device = ofDevice ? device : nil
        var entries: [SnapshotEntry] = []
        var page = try await world.service.snapshots.page(
            caller, share: share, device: device, pageToken: nil, limit: limit)
        let cursor = page.cursor
        while true {
            entries += try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) }
            guard let token = page.nextPageToken else { return (entries, cursor) }
            page = try await world.service.snapshots.page(
                caller, share: share, device: device, pageToken: token, limit: limit)
        }
    }

    /// All visible rows after the cursor; `ofDevice`: only what the device syncs.
    package func changes(
        after cursor: Position = .start, limit: Int = Limits.pageRowsMax, ofDevice: Bool = false
    ) async throws -> [ChangeBody] {
        var rows: [ChangeBody] = []
        var cursor = cursor
        while true {
            let page = try await world.service.changes.page(
                caller, cursor: cursor.description, share: share, device: ofDevice ? device : nil, limit: limit,
                waitSeconds: 0)
            rows += try JSONBytes.decode([ChangeBody].self, from: [0x5B] + page.wire + [0x5D])
            cursor = page.cursor
            guard page.hasMore else { return rows }
        }
    }

    private func only(_ applied: [AppliedBody]) throws -> AppliedBody {
        guard let first = applied.first, applied.count == 1 else { throw UnexpectedAnswer(description: "\(applied)") }
        return first
    }
}

/// An answer that the test's setting did not expect.
package struct UnexpectedAnswer: Error, CustomStringConvertible {
    package let description: String
    package init(description: String) { self.description = description }
}
