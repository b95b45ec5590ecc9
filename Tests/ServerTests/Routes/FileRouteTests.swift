import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

/// A form as programs send it.
struct Form {
    static let boundary = "----form-boundary"
    private var body = ByteBuffer()

    mutating func field(_ name: String, _ value: String) {
        body.writeString("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
    }

    mutating func file(_ name: String, _ content: ByteBuffer, type: String = "application/octet-stream") {
        body.writeString(
            "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: \(type)\r\n\r\n"
        )
        body.writeImmutableBuffer(content)
        body.writeString("\r\n")
    }

    func ended() -> ByteBuffer {
        var body = body
        body.writeString("--\(Self.boundary)--\r\n")
        return body
    }
}

extension TestServer {
    func postForm(_ body: ByteBuffer, token: Token = .admin, boundary: String = Form.boundary) async throws -> Reply {
        try await send(
            .post, "/api/v1/files", token: token,
            headers: [.contentType: "multipart/form-data; boundary=\"\(boundary)\""], body: body)
    }

    func upload(_ name: String, _ text: String, share: String, token: Token = .admin) async throws -> Reply {
        var form = Form()
        form.field("share_id", share)
        form.file(name, ByteBuffer(string: text))
        return try await postForm(form.ended(), token: token)
    }

    func patch(_ path: String, json: String, token: Token = .admin) async throws -> Reply {
        try await send(
            .patch, path, token: token, headers: [.contentType: "application/json"], body: ByteBuffer(string: json))
    }
}

struct FileRouteTests {
    @Test func `a form makes a file, with all that it says of it`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let folder = try await server.post(
                "/api/v1/folders", json: #"{"share_id":"\#(share)","parent_id":null,"name":"docs"}"#)
            #expect(folder.status == 201)
            let parent = try folder.decode(FolderBody.self)
            var form = Form()
            form.field("unknown", "ignored")
            form.field("folder_id", parent.id)
            form.field("share_id", share)
            form.field("modified_at", "2026-01-02T03:04:05Z")
            form.field("mime_type", "text/x-own")
            form.field("checksum_sha256", Digest(of: Array("hello".utf8)).hex)
            form.file("grüß.txt", ByteBuffer(string: "hello"))
            let reply = try await server.postForm(form.ended())
            #expect(reply.status == 201)
            let file = try reply.decode(FileBody.self)
            #expect(file.path == "/docs/grüß.txt" && file.mimeType == "text/x-own" && file.size == 5)
            #expect(file.modifiedAt == "2026-01-02T03:04:05Z" && file.folderID == parent.id)
            #expect(try await server.send(.get, "/api/v1/files/\(file.id)").decode(FileBody.self) == file)
            let content = try await server.send(
                .get, "/api/v1/files/\(file.id)/content", headers: [.range: "bytes=1-2"])
            #expect(content.status == 206 && content.text == "el" && content.headers[.contentType] == "text/x-own")
            let head = try await server.send(.head, "/api/v1/files/\(file.id)/content")
            #expect(head.status == 200 && head.headers[.contentLength] == "5" && head.body.readableBytes == 0)
        }
    }

    @Test func `a large file goes through pieces of memory and comes back whole`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            var content = ByteBuffer()
            var state: UInt64 = 1
            for _ in 0..<(12 << 17) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                content.writeInteger(state ^ state >> 33)
            }
            var form = Form()
            form.field("share_id", share)
            form.file("large", content)
            let file = try await server.postForm(form.ended()).decode(FileBody.self)
            #expect(file.size == Int64(content.readableBytes))
            #expect(file.checksumSHA256 == content.withUnsafeReadableBytes { Digest(of: $0) }.hex)
            let manifest = try await server.send(.get, "/api/v1/sync/files/\(file.id)/manifest")
            let cuts = content.withUnsafeReadableBytes { Chunker.lengths(of: $0) }
            #expect(try manifest.decode(ManifestAnswer.self).chunks.map(\.size) == cuts, "cut as devices cut")
            #expect(try await server.send(.get, "/api/v1/files/\(file.id)/content").body == content)
        }
    }

    @Test func `taking in content gives chunks away a few MiB at a time`() throws {
        var intake = ContentIntake()
        var (batches, bytes) = ([Int](), 0)
        for number in 0..<1_600 {
            let chunks = try intake.take(ByteBuffer(repeating: UInt8(truncatingIfNeeded: number), count: 64 << 10))
            bytes += chunks.reduce(0) { $0 + $1.bytes.readableBytes }
            if !chunks.isEmpty { batches.append(chunks.reduce(0) { $0 + $1.bytes.readableBytes }) }
        }
        bytes += try intake.finish().reduce(0) { $0 + $1.bytes.readableBytes }
        #expect(bytes == 100 << 20)
        #expect(batches.allSatisfy { $0 < Limits.chunkStoreBytes + 2 * Limits.cutBytesMax } && batches.count >= 20)
    }

    @Test(arguments: ["../x", "a/b", "..", "", "nul\0l", "%2e%2e/x"])
    func `a name that is a path or no name is refused`(name: String) async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let problem = try await server.upload(name, "x", share: share).problem()
            #expect(problem.code == "VALIDATION_FAILED" && problem.errors?.first?.loc == ["body", "file"])
        }
    }

    @Test func `what is missing or out of order in a form is said`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            func code(_ fill: (inout Form) -> Void) async throws -> (ErrorCode?, [String]?) {
                var form = Form()
                fill(&form)
                let problem = try await server.postForm(form.ended()).problem()
                return (ErrorCode(rawValue: problem.code), problem.errors?.first?.loc)
            }
            let late = try await code {
                $0.file("a", ByteBuffer(string: "x"))
                $0.field("share_id", share)
            }
            #expect(late == (.validationFailed, ["body", "share_id"]))
            let after = try await code {
                $0.field("share_id", share)
                $0.file("a", ByteBuffer(string: "x"))
                $0.field("mime_type", "text/plain")
            }
            #expect(after == (.validationFailed, ["body", "mime_type"]))
            let none = try await code { $0.field("share_id", share) }
            #expect(none == (.validationFailed, ["body", "file"]))
            let plain = try await code {
                $0.field("share_id", share)
                $0.field("file", "not a file")
            }
            #expect(plain == (.validationFailed, ["body", "file"]))
            let two = try await code {
                $0.field("share_id", share)
                $0.file("a", ByteBuffer(string: "x"))
                $0.file("b", ByteBuffer(string: "x"))
            }
            #expect(two == (.validationFailed, ["body", "file"]))
            let long = try await code {
                $0.field("share_id", String(repeating: "x", count: Limits.multipartFieldBytesMax + 1))
            }
            #expect(long == (.validationFailed, ["body", "share_id"]))
            let many = try await code { form in
                for _ in 0...Limits.multipartPartsMax { form.field("x", "") }
            }
            #expect(many.0 == .payloadTooLarge)
            #expect(
                try await server.send(.get, "/api/v1/folders/root/children?share_id=\(share)").decode(ChildrenPage.self)
                    .children == [])
        }
    }

    @Test func `a body that is no form gets its code`() async throws {
        try await TestServer.run { server in
            let path = "/api/v1/files"
            #expect(try await server.post(path, json: "{}").code() == .unsupportedMediaType)
            #expect(try await server.send(.post, path).code() == .unsupportedMediaType)
            for boundary in ["", "; boundary=", "; boundary=\(String(repeating: "b", count: 71))"] {
                let reply = try await server.send(
                    .post, path, headers: [.contentType: "multipart/form-data\(boundary)"],
                    body: ByteBuffer(string: "x"))
                #expect(try reply.code() == .badRequest)
            }
            #expect(try await server.postForm(ByteBuffer(string: "x")).code() == .badRequest)
            let share = try await server.makeShare()
            var form = Form()
            form.field("share_id", share)
            form.file("a", ByteBuffer(string: "hello"))
            var cut = form.ended()
            cut.moveWriterIndex(to: cut.writerIndex - 6)
            #expect(try await server.postForm(cut).code() == .badRequest)
            let page = try await server.send(.get, "/api/v1/folders/root/children?share_id=\(share)")
            #expect(try page.decode(ChildrenPage.self).children == [], "a file that was cut off is none")
        }
    }

    @Test func `a connection that breaks in the middle leaves nothing`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            var form = Form()
            form.field("share_id", share)
            form.file("a", ByteBuffer(string: "hello"))
            let start = String(buffer: form.ended()).prefix(120)
            let request =
                "POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(server.admin)\r\nContent-Type: multipart/form-data; boundary=\(Form.boundary)\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n"
            try await RawClient.sendAndLeave(port: server.port, request + start)
            let page = try await server.send(.get, "/api/v1/folders/root/children?share_id=\(share)")
            #expect(try page.decode(ChildrenPage.self).children == [])
        }
    }

    @Test func `a refused file is refused before it has all come`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            #expect(try await server.upload("a", "x", share: share).status == 201)
            #expect(try await server.upload("A", "x", share: share).code() == .nameConflict)
            #expect(try await server.upload("b", "x", share: "shr_01J9ZZZZZZZZZZZZZZZZZZZZZZ").code() == .notFound)
            let (id, reader) = try await server.makeUser("rob")
            #expect(try await server.upload("b", "x", share: share, token: reader).code() == .notFound)
            _ = try await server.post(
                "/api/v1/shares/\(share)/members", json: #"{"user_id":"\#(id)","role":"reader"}"#)
            #expect(try await server.upload("b", "x", share: share, token: reader).code() == .permissionDenied)
            #expect(try await server.upload("b", "x", share: share, token: .none).code() == .unauthenticated)
        }
    }

    @Test func `a form over the quota is refused while it comes`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            _ = try await server.patch("/api/v1/shares/\(share)", json: #"{"quota_bytes":1000000}"#)
            var form = Form()
            form.field("share_id", share)
            form.file("a", ByteBuffer(repeating: 7, count: 1_000_100))
            // Cut off, so nothing but the early refusal gives this answer.
            var endless = form.ended()
            endless.moveWriterIndex(to: endless.writerIndex - 50)
            #expect(try await server.postForm(endless).code() == .quotaExceeded)
            form = Form()
            form.field("share_id", share)
            form.file("a", ByteBuffer(repeating: 7, count: 1_000_000))
            #expect(try await server.postForm(form.ended()).status == 201)
        }
    }

    @Test func `a full disk is 507`() async throws {
        try await TestServer.run(chunks: FullChunkStore()) { server in
            let share = try await server.makeShare()
            #expect(try await server.upload("a", "x", share: share).code() == .quotaExceeded)
            let body = #"{"share_id":"\#(share)","file_name":"a","file_size":1}"#
            let upload = try await server.post("/api/v1/uploads", json: body).decode(UploadBody.self)
            let chunk = try await server.send(
                .put, "/api/v1/uploads/\(upload.sessionID)/chunks/0", body: ByteBuffer(string: "x"))
            #expect(try chunk.code() == .quotaExceeded)
        }
    }

    @Test func `files and folders are renamed, moved, deleted and restored`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let file = try await server.upload("a", "one", share: share).decode(FileBody.self)
            let folder = try await server.post(
                "/api/v1/folders", json: #"{"share_id":"\#(share)","name":"docs"}"#
            ).decode(FolderBody.self)
            let (fileURL, folderURL) = ("/api/v1/files/\(file.id)", "/api/v1/folders/\(folder.id)")
            let moved = try await server.patch(fileURL, json: #"{"folder_id":"\#(folder.id)","name":"b"}"#)
            #expect(try moved.decode(FileBody.self).path == "/docs/b")
            #expect(
                try await server.patch(folderURL, json: #"{"name":"texts"}"#).decode(FolderBody.self).path == "/texts")
            let children = try await server.send(.get, folderURL + "/children").decode(ChildrenPage.self).children
            #expect(children == [.file(try await server.send(.get, fileURL).decode(FileBody.self))])
            #expect(try await server.patch(fileURL, json: #"{"folder_id":7}"#).code() == .validationFailed)
            #expect(try await server.patch(fileURL, json: #"{"folder_id":"x"}"#).code() == .validationFailed)
            #expect(
                try await server.patch(folderURL, json: #"{"parent_id":"\#(folder.id)"}"#).code() == .validationFailed)
            #expect(try await server.send(.delete, folderURL).status == 204)
            #expect(try await server.send(.get, fileURL).code() == .gone)
            #expect(try await server.send(.get, "/api/v1/sync/download/\(file.id)").code() == .gone)
            let trash = try await server.send(.get, "/api/v1/trash?share_id=\(share)").decode(TrashPage.self)
            #expect(trash.items.map(\.path) == ["/texts"])
            let restored = try await server.send(.post, "/api/v1/trash/\(folder.id)/restore")
            #expect(restored.status == 200)
            #expect(try restored.decode(FolderBody.self).path == "/texts")
            #expect(try await server.send(.delete, fileURL).status == 204)
            let back = try await server.post("/api/v1/trash/\(file.id)/restore", json: #"{"parent_id":null}"#)
            #expect(try back.decode(FileBody.self).path == "/b")
        }
    }

    @Test func `versions are listed and restored`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let file = try await server.upload("a", "one", share: share).decode(FileBody.self)
            let path = "/api/v1/files/\(file.id)/versions"
            let list = try await server.send(.get, path + "?limit=1").decode(VersionList.self)
            #expect(list.versions.map(\.versionID) == [file.versionID] && !list.hasMore)
            #expect(try await server.send(.get, path + "?before=1").decode(VersionList.self).versions == [])
            #expect(try await server.send(.get, path + "?limit=0").code() == .validationFailed)
            #expect(try await server.send(.get, path + "?before=x").code() == .validationFailed)
            #expect(try await server.send(.post, path + "/1/restore").decode(FileBody.self) == file)
            #expect(try await server.send(.post, path + "/2/restore").code() == .notFound)
        }
    }

    @Test(arguments: [
        "files/x", "folders/x", "files/fld_01J9ZZZZZZZZZZZZZZZZZZZZZZ", "folders/fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ",
        "files/fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ/content", "folders/root/children?share_id=x", "uploads/x",
        "trash?share_id=x",
    ])
    func `what is not there is 404`(path: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/api/v1/" + path)
            #expect(try reply.code() == .notFound)
        }
    }
}
