import Foundation
import Logging
import Testing
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

struct SystemTests {
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/tideline-server-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a data folder has one server at a time`() async throws {
        try await inFolder { path in
            var first: DataDirectory? = try DataDirectory(claiming: path + "/data")
            #expect(try mode(path + "/data") == 0o700)
            #expect(throws: DataDirectory.InUse.self) { try DataDirectory(claiming: path + "/data") }
            withExtendedLifetime(first) {}
            first = nil
            _ = try DataDirectory(claiming: path + "/data")
        }
    }

    @Test func `the signing key is made once, for its owner alone`() async throws {
        try await inFolder { path in
            let file = path + "/key.pem"
            let first = try SigningKey.load(fromFile: file)
            #expect(try mode(file) == 0o600)
            #expect(try SigningKey.load(fromFile: file).id == first.id)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["key.pem"])
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: file))
            #expect(throws: (any Error).self) { try SigningKey.load(fromFile: file) }
        }
    }

    @Test func `a certificate that is none is refused before anything listens`() async throws {
        let clock = FakeClock()
        let context = ServiceContext(
            store: MemoryMetadataStore(), chunks: MemoryChunkStore(), clock: clock, alarm: FakeAlarm(),
            ids: CountingIDs(),
            secrets: FixedSecrets(), passwords: PlainPasswordHasher(), events: EventHub(),
            logger: Logger(label: "test"))
        let tokens = await AccessTokens(
            key: try .temporary(), issuer: "tideline", lifetimeSeconds: 60, clock: clock)
        let files = TLSFiles(certificatePath: "/no/cert.pem", keyPath: "/no/key.pem")
        let error = #expect(throws: CertificateError.self) {
            try HTTPServer(ServerConfiguration(port: 0, tls: files), context: context, tokens: tokens)
        }
        #expect(error?.description.contains("/no/cert.pem") ?? false)
    }

    @Test func `a password matches its own hash only, also with other costs`() async throws {
        let cheap = ScryptHasher(secrets: SystemSecrets(), logRounds: 4)
        let dearer = ScryptHasher(secrets: SystemSecrets(), logRounds: 5)
        let hash = try await cheap.hash("correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=4,r=8,p=1$") && !hash.contains("horse"))
        #expect(try await dearer.verify("correct horse", against: hash))
        for wrong in ["", "correct hors", "Correct horse", "correct horse "] {
            #expect(try await !dearer.verify(wrong, against: hash))
        }
        #expect(try await cheap.hash("correct horse") != hash)
        for broken in ["", "$scrypt$ln=99,r=8,p=1$AAAA$AAAA", "plain", "$scrypt$ln=4,r=8,p=1$$AAAA"] {
            #expect(try await !cheap.verify("correct horse", against: broken))
        }
    }

    @Test func `ids rise within a millisecond and when the clock stands`() {
        let source = SystemULIDs(clock: FakeClock())
        let ids = (0..<1_000).map { _ in source.next() }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `work waits for its turn, and too much is refused`() async throws {
        let turns = Turns(atOnce: 1, waitingMax: 0)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        async let first: Void = turns.take {
            enter.finish()
            for await _ in released {}
        }
        for await _ in entered {}
        await #expect(throws: ServiceError.self) { try await turns.take {} }
        release.finish()
        try await first
        try await turns.take {}
    }
}
