import Testing
import TidelineCore
import TidelineService

@Suite struct ContentFacts {
    @Test(arguments: StoreKind.allCases) func `versions are found by id and number, and listed by number`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let first = World.version(VersionID(number: 9), of: .file(1))
            let second = World.version(VersionID(number: 3), of: .file(1), number: 2, base: first.id)
            try await store.write { writer in
                try writer.insert(first, manifest: [])
                try writer.insert(second, manifest: [])
                try writer.put(try World.node(.file(1), "a"))
            }
            try await store.read { (reader) throws -> Void in
                #expect(try reader.version(first.id) == first)
                #expect(try reader.version(number: 2, of: .file(1)) == second)
                #expect(try reader.version(number: 3, of: .file(1)) == nil)
                #expect(try reader.versions(of: .file(1)) == [first, second])
                #expect(try reader.versions(of: .file(2)) == [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `a manifest keeps order, repeats and sizes`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            let manifest = [(2, 1), (1, 8 << 20), (2, 1)].map { ChunkRef(hash: World.digest($0.0), size: $0.1) }
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(VersionID(number: 1), of: .file(1)), manifest: manifest)
                try writer.insert(World.version(VersionID(number: 2), of: .file(1), number: 2, size: 0), manifest: [])
            }
            #expect(try await store.read { try $0.manifest(of: VersionID(number: 1)) } == manifest)
            #expect(try await store.read { try $0.manifest(of: VersionID(number: 2)) } == [])
            #expect(try await store.read { try $0.manifest(of: VersionID(number: 3)) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `a version is written once and counts towards its share`(
        _ kind: StoreKind
    )
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(VersionID(number: 1), of: .file(1), size: 30), manifest: [])
                try writer.insert(World.version(VersionID(number: 2), of: .file(1), number: 2, size: 12), manifest: [])
            }
            for (id, number) in [(1, 7), (7, 1)] {
                await #expect(throws: ConstraintError.versionExists) {
                    try await store.write {
                        try $0.insert(
                            World.version(VersionID(number: UInt64(id)), of: .file(1), number: number), manifest: [])
                    }
                }
            }
            #expect(try await store.read { try $0.share(World.docs)?.usedBytes } == 42)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a chunk is known by a share's version or a grant that lasts`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(
                    World.version(VersionID(number: 1), of: .file(1)),
                    manifest: [ChunkRef(hash: World.digest(1), size: 1)])
                try writer.grant(
                    [World.digest(2), World.digest(3), World.digest(3)], to: World.ann, at: World.time(10))
                try writer.grant([World.digest(3)], to: World.ann, at: World.time(20))
                try writer.grant([World.digest(3)], to: World.ann, at: World.time(15))
                try writer.grant([World.digest(4)], to: World.ben, at: World.time(10))
            }
            #expect(try await known(to: World.ann, [World.docs, World.photos], since: 10, store) == [1, 2, 3])
            #expect(try await known(to: World.ann, [World.photos], since: 11, store) == [3])
            #expect(try await known(to: World.ann, [], since: 20, store) == [3])
            #expect(try await known(to: World.ben, [World.docs], since: 10, store) == [1, 4])
            #expect(try await store.write { try $0.forgetGrants(before: World.time(20), limit: 1) } == 1)
            #expect(try await store.write { try $0.forgetGrants(before: World.time(20), limit: 10) } == 1)
            #expect(try await known(to: World.ann, [], since: 0, store) == [3])
        }
    }

    @Test(arguments: StoreKind.allCases) func `a chunk is needed by each version that names it, or by a fresh grant`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let (one, two) = (VersionID(number: 1), VersionID(number: 2))
            let manifest = [1, 2, 1].map { ChunkRef(hash: World.digest($0), size: 1) }
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(one, of: .file(1)), manifest: manifest)
                try writer.insert(World.version(two, of: .file(1), number: 2), manifest: [manifest[0]])
                try writer.grant([World.digest(3)], to: World.ann, at: World.time(10))
                try writer.grant([World.digest(4)], to: World.zoe, at: World.time(10))
            }
            #expect(try await unneeded(10, store) == [4, 5])
            #expect(try await unneeded(11, store) == [3, 4, 5])
            #expect(try await unneeded(10, in: World.otherTenant, store) == [1, 2, 3, 5])
            try await store.write { try $0.remove(one) }
            #expect(try await unneeded(10, store) == [2, 4, 5])
            #expect(try await known(to: World.ben, [World.docs], since: 0, store) == [1])
            try await store.write { try $0.remove(two) }
            #expect(try await unneeded(10, store) == [1, 2, 4, 5])
            #expect(try await store.read { try $0.share(World.docs)?.usedBytes } == 0)
            #expect(try await store.read { try $0.versions(of: .file(1)) } == [])
            try await store.write { try $0.remove(one) }
        }
    }

    @Test(arguments: StoreKind.allCases) func `what an upload holds is needed`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let upload = Upload(
                id: UploadID(ULID(high: 0, low: 1)), tenantID: World.tenant, userID: World.ann, shareID: World.docs,
                folderID: nil, name: try NodeName("a"), size: 10, chunkSize: 5, mimeType: nil, modifiedAt: nil,
                checksum: nil, createdAt: World.time(1), touchedAt: World.time(1), outcome: .open)
            try await store.write { writer in
                try writer.put(upload)
                try writer.put(UploadChunk(index: 0, hash: World.digest(1)), of: upload.id)
            }
            #expect(try await unneeded(0, store) == [2, 3, 4, 5])
            #expect(try await unneeded(0, in: World.otherTenant, store) == [1, 2, 3, 4, 5])
            try await store.write { try $0.removeUploadChunks(of: upload.id) }
            #expect(try await unneeded(0, store) == [1, 2, 3, 4, 5])
            // What was taken comes back with an upload too.
            try await store.write { writer in
                _ = try writer.take([World.digest(2)], in: World.tenant, grantedSince: World.time(0), at: World.time(5))
                try writer.put(UploadChunk(index: 1, hash: World.digest(2)), of: upload.id)
            }
            #expect(try await store.read { try $0.taken([World.digest(2)], in: World.tenant) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `no version names what was taken, until it is sent again`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let hashes = (1...3).map(World.digest)
            let manifests = hashes.map { [ChunkRef(hash: $0, size: 1)] }
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(VersionID(number: 1), of: .file(1)), manifest: manifests[0])
            }
            let taken = try await store.write {
                try $0.take(hashes, in: World.tenant, grantedSince: World.time(5), at: World.time(10))
            }
            #expect(taken == [hashes[1], hashes[2]])
            #expect(try await store.read { try $0.taken(hashes, in: World.tenant) } == taken)
            #expect(try await store.read { try $0.taken(hashes, in: World.otherTenant) } == [])
            await #expect(throws: ConstraintError.contentTaken) {
                try await store.write {
                    try $0.insert(
                        World.version(VersionID(number: 2), of: .file(1), number: 2), manifest: manifests[1])
                }
            }
            try await store.write { writer in
                try writer.grant([hashes[1]], to: World.zoe, at: World.time(11))
                try writer.grant([hashes[2]], to: World.ann, at: World.time(11))
                try writer.insert(World.version(VersionID(number: 2), of: .file(1), number: 2), manifest: manifests[2])
            }
            #expect(try await store.read { try $0.taken(hashes, in: World.tenant) } == [hashes[1]])
            try await store.write { try $0.forgetTaken(before: World.time(10)) }
            #expect(try await store.read { try $0.taken(hashes, in: World.tenant) } == [hashes[1]])
            try await store.write { try $0.forgetTaken(before: World.time(11)) }
            #expect(try await store.read { try $0.taken(hashes, in: World.tenant) } == [])
        }
    }

    private func unneeded(_ since: Int64, in tenant: TenantID = World.tenant, _ store: any MetadataStore)
        async throws -> [Int]
    {
        let left = try await store.read {
            try $0.unneeded((1...5).map(World.digest), in: tenant, grantedSince: World.time(since))
        }
        return (1...5).filter { left.contains(World.digest($0)) }
    }

    @Test(arguments: StoreKind.allCases) func `a version that something refers to stays`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            let ids = (1...4).map { VersionID(number: $0) }
            try await store.write { writer in
                let versions = [
                    World.version(ids[0], of: .file(1)), World.version(ids[1], of: .file(1), number: 2, base: ids[0]),
                    World.version(ids[2], of: .file(1), number: 3), World.version(ids[3], of: .file(1), number: 4),
                ]
                for version in versions { try writer.insert(version, manifest: []) }
                var node = try World.node(.file(1), "a")
                node.head = Head(versions[3])
                try writer.put(node)
                try writer.put(World.conflict(1, about: .file(1), local: ids[2]))
            }
            for id in [ids[0], ids[2], ids[3]] {
                await #expect(throws: ConstraintError.missingReference) { try await store.write { try $0.remove(id) } }
            }
            try await store.write { writer in
                try writer.remove(ids[1])
                try writer.remove(ids[0])
            }
            #expect(try await store.read { try $0.versions(of: .file(1)) }.map(\.id) == [ids[2], ids[3]])
        }
    }

    private func known(
        to user: UserID, _ shares: Set<ShareID>, since: Int64, _ store: any MetadataStore
    ) async throws -> [Int] {
        let hashes = (1...5).map(World.digest)
        let known = try await store.read {
            try $0.chunks(hashes + hashes, knownTo: user, shares: shares, grantedSince: World.time(since))
        }
        return (1...5).filter { known.contains(World.digest($0)) }
    }
}
