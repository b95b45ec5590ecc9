import NIOCore
import NIOPosix
import Testing

/// One request on a connection of its own, without any library between: what the server says is seen as it is.
enum RawClient {
    /// The whole answer, head included.
    static func get(port: Int, path: String, token: TestServer.Token) async throws -> String {
        var authorization = ""
        if case .text(let text) = token { authorization = "Authorization: Bearer \(text)\r\n" }
        return try await send(
            port: port, "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(authorization)Connection: close\r\n\r\n")
    }

    static func send(port: Int, _ text: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var answer = ByteBuffer()
            for try await var piece in inbound { answer.writeBuffer(&piece) }
            return String(buffer: answer)
        }
    }

    /// Sends and closes the connection without waiting for an answer.
    static func sendAndLeave(port: Int, _ text: String) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: text))
        try await channel.close()
    }
}
