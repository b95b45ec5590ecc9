import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import TidelineClient

struct StubRequest: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer

    var path: String { String(head.uri.split(separator: "?")[0]) }
    var query: String { head.uri.contains("?") ? String(head.uri.split(separator: "?", maxSplits: 1)[1]) : "" }
    var token: String? { head.headers.first(name: "Authorization").map { String($0.dropFirst("Bearer ".count)) } }
}

struct StubReply: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body = ByteBuffer()
    /// Says that more comes than it sends, and hangs up.
    var breaksOff = false

    static func json(_ text: String) -> StubReply { StubReply(body: ByteBuffer(string: text)) }

    static func problem(_ status: Int, _ code: String, headers: [(String, String)] = []) -> StubReply {
        let text =
            #"{"type":"about:blank","title":"t","status":\#(status),"code":"\#(code)","detail":"No.","request_id":"r1"}"#
        return StubReply(status: status, headers: headers, body: ByteBuffer(string: text))
    }
}

/// Requests in the order they came.
final class Record: Sendable {
    private let requests = Mutex<[StubRequest]>([])

    var all: [StubRequest] { requests.withLock { $0 } }
    /// Answers how many came before.
    func add(_ request: StubRequest) -> Int {
        requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
    }
}

/// A server on loopback that answers what the test says: `answer` gets the request and how many came before it.
func withStub(
    _ answer: @escaping @Sendable (StubRequest, Int) -> StubReply,
    _ body: (ServerAddress, Record) async throws -> Void
) async throws {
    let record = Record()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                try channel.pipeline.syncOperations.addHandler(StubHandler(record: record, answer: answer))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    do {
        try await body(ServerAddress("http://127.0.0.1:\(port)"), record)
        try await channel.close()
    } catch {
        try await channel.close()
        throw error
    }
}

private final class StubHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let record: Record
    private let answer: @Sendable (StubRequest, Int) -> StubReply
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(record: Record, answer: @escaping @Sendable (StubRequest, Int) -> StubReply) {
        self.record = record
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
        case .body(let piece): body.writeImmutableBuffer(piece)
        case .end:
            guard let head else { return }
            let request = StubRequest(head: head, body: body)
            send(answer(request, record.add(request)), context)
        }
    }

    private func send(_ reply: StubReply, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(reply.headers)
        headers.add(name: "Content-Length", value: String(reply.body.readableBytes + (reply.breaksOff ? 1 : 0)))
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(reply.body))), promise: nil)
        if reply.breaksOff {
            context.flush()
            context.close(promise: nil)
        } else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
