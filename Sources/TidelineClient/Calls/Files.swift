import Foundation
public import NIOCore
public import TidelineAPI
import TidelineCore

// Files and folders one at a time, for programs that do not sync.
extension TidelineClient {
    /// A live file. Throws `GONE` while it is in the trash.
    public func file(id: String) async throws(TidelineError) -> FileBody {
        try await transport.call(FileBody.self, Request(.get, "/api/v1/files/\(percentEncoded(id))"))
    }

    /// A live folder. Throws `GONE` while it is in the trash.
    public func folder(id: String) async throws(TidelineError) -> FolderBody {
        try await transport.call(FolderBody.self, Request(.get, "/api/v1/folders/\(percentEncoded(id))"))
    }

    /// One page of what a folder holds, files and folders together by name. Go on with `nextPageToken`.
    ///
    /// - Parameters:
    ///   - folderID: nil is the root of the share.
    ///   - limit: 1 to 1,000; nil leaves it to the server.
    public func children(
        shareID: String, folderID: String? = nil, limit: Int? = nil, pageToken: String? = nil
    ) async throws(TidelineError) -> ChildrenPage {
        let request = Request(.get, "/api/v1/folders/\(percentEncoded(folderID ?? "root"))/children")
            .with("share_id", shareID).with("limit", limit).with("page_token", pageToken)
        return try await transport.call(ChildrenPage.self, request)
    }

    /// The file or folder at a path of a share, such as `/Plans/budget.ods`; nil when nothing live is there. Names are
    /// compared as the server does: whatever their case and Unicode form.
    public func item(at path: String, shareID: String) async throws(TidelineError) -> NodeBody? {
        var found: NodeBody?
        var folderID: String?
        let names = path.split(separator: "/").map { String($0).caseFolded }
        for (depth, name) in names.enumerated() {
            found = try await child(name, shareID, folderID)
            guard let found else { return nil }
            if case .folder(let folder) = found {
                folderID = folder.id
            } else if depth < names.count - 1 {
                return nil
            }
        }
        return found
    }

    private func child(_ key: String, _ shareID: String, _ folderID: String?) async throws(TidelineError) -> NodeBody? {
        var token: String?
        repeat {
            let page = try await children(
                shareID: shareID, folderID: folderID, limit: Limits.listRowsMax, pageToken: token)
            if let found = page.children.first(where: { $0.name.caseFolded == key }) { return found }
            token = page.nextPageToken
        } while token != nil
        return nil
    }

    /// Makes a file of these bytes, sent in one request. Throws `NAME_CONFLICT` when something has the name: then send
    /// chunks and ``apply(_:)`` an update, which says what it was made on.
    ///
    /// - Parameter folderID: nil is the root of the share.
    public func upload(
        _ bytes: ByteBuffer, as name: String, shareID: String, folderID: String? = nil
    ) async throws(TidelineError) -> FileBody {
        var form = FormBody()
        form.add("share_id", shareID)
        if let folderID { form.add("folder_id", folderID) }
        form.add(file: name, bytes)
        var request = Request(.post, "/api/v1/files")
        request.body = .bytes(form.finished(), type: form.mediaType)
        request.timeoutSeconds = 1_800
        return try await transport.call(FileBody.self, request)
    }
}

/// `multipart/form-data` with one file.
private struct FormBody {
    /// As many random bits as make it sure that no file holds them.
    private let boundary = "tideline-" + UUID().uuidString
    private var body = ByteBuffer()

    var mediaType: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func add(_ name: String, _ value: String) {
        body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
    }

    mutating func add(file name: String, _ bytes: ByteBuffer) {
        let disposition = "form-data; name=\"file\"; filename*=UTF-8''\(percentEncoded(name))"
        body.writeString("--\(boundary)\r\nContent-Disposition: \(disposition)\r\n\r\n")
        body.writeImmutableBuffer(bytes)
        body.writeString("\r\n")
    }

    func finished() -> ByteBuffer {
        var whole = body
        whole.writeString("--\(boundary)--\r\n")
        return whole
    }
}
