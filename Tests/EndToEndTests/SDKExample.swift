import Foundation
import NIOCore
import TidelineAPI
import TidelineClient

/// Lists the shares, takes the first, uploads a file, reads it back, and waits for somebody else's change.
func example(url: String, user: String, password: String) async throws -> [String] {
    let server = try ServerAddress(url)
    let login = TidelineClient(server: server, tokens: .none)
    let token = try await login.logIn(user: user, password: password).accessToken
    await login.shutdown()

    let client = TidelineClient(server: server, tokens: .fixed(token))
    guard let share = try await client.shares().first else { return [] }
    let seen = try await client.changes(after: nil, shareID: share.id).cursor
    let file = try await client.upload(ByteBuffer(string: "Hello."), as: "hello.txt", shareID: share.id)

    // Page through a folder.
    var names: [String] = []
    var page: String?
    repeat {
        let children = try await client.children(shareID: share.id, pageToken: page)
        names += children.children.map(\.name)
        page = children.nextPageToken
    } while page != nil

    // Read a file, piece by piece: memory stays small however long it is.
    try await client.download(fileID: file.id) { FileHandle.standardOutput.write(Data($0.readableBytesView)) }

    // What happened since: the answer comes as soon as there is something, at the latest after 30 seconds.
    let news = try await client.changes(after: seen, shareID: share.id, waitSeconds: 30)
    await client.shutdown()
    return names + news.changes.compactMap(\.newPath)
}
