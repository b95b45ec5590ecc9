import Testing
import TidelineCore

@Suite struct DigestTests {
    /// As `sha256sum` gives them.
    private let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `known digests come out`() {
        #expect(Digest(of: Array("abc".utf8)).hex == abc)
        #expect(Digest.empty.hex == none)
        #expect(Digest.empty.description == none)
    }

    @Test func `pieces have the digest of the whole`() {
        var builder = DigestBuilder()
        for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { builder.update($0) } }
        #expect(builder.finish().hex == abc)
        #expect(DigestBuilder().finish() == .empty)
    }

    @Test func `bytes and text give the same digest back`() throws {
        let digest = Digest(of: [1, 2, 3])
        #expect(digest.bytes.count == Digest.byteCount)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
    }

    @Test func `a digest differs in any of its bytes`() {
        let bytes = Digest.empty.bytes
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(Digest(bytes: other) != .empty)
        }
    }

    @Test func `other lengths and other letters are refused`() {
        #expect(Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(Digest(hex: String(abc.dropLast())) == nil)
        #expect(Digest(hex: abc + "0") == nil)
        #expect(Digest(hex: abc.dropLast() + "g") == nil)
        #expect(Digest(hex: abc.dropLast() + "/") == nil)
        #expect(Digest(hex: "") == nil)
    }
}

@Suite struct SemanticVersionTests {
    /// From the specification and the test vectors it links to.
    @Test(arguments: [
        "0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.0.0-alpha", "1.0.0-alpha.beta.1",
        "1.0.0-alpha0.valid", "1.0.0-rc.1+build.123", "1.0.0-0A.is.legal", "2.0.1-alpha.1227",
        "1.0.0+0.build.1-rc.10000aaa",
        "99999999999999999999999.999999999999999999.99999999999999999", "1.0.0---RC-SNAPSHOT.12.9.1--.12", "1.0.0+001",
    ])
    func `a semantic version is accepted`(_ text: String) { #expect(isSemanticVersion(text)) }

    @Test(arguments: [
        "", "1", "1.2", "1.2.3.4", "1.2.3-", "1.2.3+", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "01.1.1",
        "1.01.1",
        "1.1.01", "1.2.3.DEV", "1.2-SNAPSHOT", "-1.0.3-gamma+b", "+justmeta", "1.2.3-a..b", "1.1.2+meta+meta", "v1.2.3",
        "1.2.3 ", "1.2.3-ä", "1..3", "a.b.c", "1.2.3-beta_1",
    ])
    func `anything else is not`(_ text: String) { #expect(!isSemanticVersion(text)) }
}

@Suite struct PermissionTests {
    @Test(
        arguments: [
            (.reader, [.read]),
            (.contributor, [.read, .write, .delete, .create]),
            (.admin, [.read, .write, .delete, .create, .share, .managePermissions]),
            (.owner, [.read, .write, .delete, .create, .share, .managePermissions]),
        ] as [(Role, [Permission])])
    func `each role grants just what the contract says`(_ role: Role, _ granted: [Permission]) {
        #expect(Permission.allCases.filter { role.grants($0) } == granted)
    }
}

@Suite struct ErrorCodeTests {
    @Test func `every code has the status and exit code of the contract`() {
        let table: [String: (status: Int, exit: Int32)] = [
            "SYNC_CONFLICT": (409, 1), "SYNC_VERSION_STALE": (409, 1), "SYNC_CURSOR_INVALID": (400, 1),
            "NOT_FOUND": (404, 1), "BAD_REQUEST": (400, 1), "UNAUTHENTICATED": (401, 5), "PERMISSION_DENIED": (403, 1),
            "DEVICE_INACTIVE": (403, 5), "METHOD_NOT_ALLOWED": (405, 1), "NAME_CONFLICT": (409, 1), "GONE": (410, 1),
            "PAYLOAD_TOO_LARGE": (413, 1), "UNSUPPORTED_MEDIA_TYPE": (415, 1), "RANGE_NOT_SATISFIABLE": (416, 1),
            "VALIDATION_FAILED": (422, 1), "CONTENT_MISSING": (422, 1), "CHECKSUM_MISMATCH": (422, 1),
            "RATE_LIMITED": (429, 1), "INTERNAL": (500, 1), "UNAVAILABLE": (503, 6), "QUOTA_EXCEEDED": (507, 1),
            "BATCH_UNDONE": (409, 1),
        ]
        #expect(Set(ErrorCode.allCases.map(\.rawValue)) == Set(table.keys))
        for code in ErrorCode.allCases {
            #expect(code.status == table[code.rawValue]?.status, "\(code)")
            #expect(code.exitCode == table[code.rawValue]?.exit, "\(code)")
        }
    }
}

@Suite struct VocabularyTests {
    @Test func `the words are those of the contract`() {
        #expect(ResourceType.allCases.map(\.rawValue) == ["file", "folder", "share"])
        #expect(ChangeType.allCases.map(\.rawValue) == ["created", "updated", "deleted", "moved", "renamed"])
        #expect(
            ConflictResolution.allCases.map(\.rawValue)
                == ["LAST_WRITER_WINS", "KEEP_BOTH", "SERVER_WINS", "CLIENT_WINS", "MANUAL"])
        #expect(ConflictStatus.allCases.map(\.rawValue) == ["open", "resolved"])
        #expect(
            DevicePlatform.allCases.map(\.rawValue)
                == ["windows", "macos", "linux", "ios", "android", "web", "cli"])
        #expect(
            ApplyOutcome.allCases.map(\.rawValue) == ["applied", "unchanged", "merged", "renamed", "replayed"])
        #expect(Role.allCases.map(\.rawValue) == ["reader", "contributor", "admin", "owner"])
    }
}
