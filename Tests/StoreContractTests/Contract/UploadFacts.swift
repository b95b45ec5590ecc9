import Testing
import TidelineCore
import TidelineService

@Suite struct UploadFacts {
    private func upload(
        _ number: UInt64, of user: UserID = World.ann, touched: Int64 = 5, _ outcome: Upload.Outcome = .open
    ) throws -> Upload {
        Upload(
            id: UploadID(number: number), tenantID: World.tenant, userID: user, shareID: World.docs,
            folderID: .folder(4), name: try NodeName("a.bin"), size: 2_500, chunkSize: 1_024, mimeType: "text/plain",
            modifiedAt: World.time(2), checksum: nil, createdAt: World.time(3), touchedAt: World.time(touched),
            outcome: outcome)
    }

    @Test func `the last chunk has the rest`() throws {
        let upload = try upload(1)
        #expect(upload.chunkCount == 3)
        #expect((0..<3).map { upload.bytes(ofChunk: $0) } == [1_024, 1_024, 452])
    }

    @Test(arguments: StoreKind.allCases) func `an upload is found by id and by its version, used or not`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let (one, two) = (VersionID(number: 7), VersionID(number: 8))
            let all = [
                try upload(1), try upload(2, .file(.file(9))), try upload(3, .version(one)), try upload(4, .used(two)),
            ]
            try await store.write { writer in for upload in all { try writer.put(upload) } }
            try await store.read { (reader) throws -> Void in
                #expect(try all.map { try reader.upload($0.id) } == all)
                #expect(try reader.upload(UploadID(number: 5)) == nil)
                #expect(try reader.upload(of: one) == all[2])
                #expect(try reader.upload(of: two) == all[3])
                #expect(try reader.upload(of: VersionID(number: 9)) == nil)
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `what changes of an upload is its checksum, time and outcome`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            var upload = try upload(1)
            try await store.write { [upload] in try $0.put(upload) }
            upload.checksum = World.digest(1)
            upload.touchedAt = World.time(8)
            upload.outcome = .file(.file(1))
            try await store.write { [upload] in try $0.put(upload) }
            #expect(try await store.read { try $0.upload(UploadID(number: 1)) } == upload)
        }
    }

    @Test(arguments: StoreKind.allCases) func `uploads that became something do not count towards a user's`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try upload(1, touched: 5))
                try writer.put(try upload(2, touched: 6, .version(VersionID(number: 1))))
                try writer.put(try upload(3, touched: 7, .file(.file(1))))
                try writer.put(try upload(4, touched: 7, .used(VersionID(number: 2))))
                try writer.put(try upload(5, of: World.ben))
            }
            try await store.read { (reader) throws -> Void in
                #expect(try reader.countUploads(of: World.ann, touchedSince: World.time(5)) == 2)
                #expect(try reader.countUploads(of: World.ann, touchedSince: World.time(6)) == 1)
                #expect(try reader.countUploads(of: World.zoe, touchedSince: World.time(0)) == 0)
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `chunks are listed by index, and the last put of an index stays`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let id = UploadID(number: 1)
            try await store.write { writer in
                try writer.put(try upload(1))
                for (index, hash) in [(2, 1), (0, 2), (2, 3)] {
                    try writer.put(UploadChunk(index: index, hash: World.digest(hash)), of: id)
                }
            }
            let expected = [(0, 2), (2, 3)].map { UploadChunk(index: $0.0, hash: World.digest($0.1)) }
            #expect(try await store.read { try $0.uploadChunks(of: id) } == expected)
            #expect(try await store.read { try $0.uploadChunk(2, of: id) } == expected[1])
            #expect(try await store.read { try $0.uploadChunk(1, of: id) } == nil)
            await #expect(throws: ConstraintError.missingReference) {
                try await store.write {
                    try $0.put(UploadChunk(index: 0, hash: World.digest(1)), of: UploadID(number: 9))
                }
            }
            try await store.write { try $0.removeUploadChunks(of: id) }
            #expect(try await store.read { try $0.uploadChunks(of: id) } == [])
            #expect(try await store.read { try $0.upload(id) } != nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `an upload goes with its chunks: alone, by time, or with its user`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                for number in 1...3 as ClosedRange<UInt64> {
                    let upload = try upload(number, touched: Int64(number))
                    try writer.put(upload)
                    try writer.put(UploadChunk(index: 0, hash: World.digest(1)), of: upload.id)
                }
                try writer.put(try upload(4, of: World.ben, touched: 9))
            }
            func left() async throws -> [UploadID] {
                try await store.read { reader in
                    try (1...4 as ClosedRange<UInt64>).map { UploadID(number: $0) }.filter {
                        try reader.upload($0) != nil
                    }
                }
            }
            try await store.write { try $0.remove(UploadID(number: 3)) }
            #expect(try await left() == [1, 2, 4].map { UploadID(number: $0) })
            try await store.write { try $0.removeUploads(touchedBefore: World.time(2)) }
            #expect(try await left() == [2, 4].map { UploadID(number: $0) })
            #expect(try await store.read { try $0.uploadChunks(of: UploadID(number: 1)) } == [])
            try await store.write { try $0.remove(World.ann) }
            #expect(try await left() == [UploadID(number: 4)])
            #expect(try await store.read { try $0.uploadChunks(of: UploadID(number: 2)) } == [])
        }
    }
}
