import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import TidelineCore

/// Sends part of a file as part of the body that is being written; triggered as an outbound event of the channel.
struct SendFileEvent: Sendable {
    let region: FileRegion
}

/// Turns ``SendFileEvent`` into body parts, which the kernel copies without passing through memory (sendfile).
///
/// Hummingbird's writer only takes buffers, so the event goes around it. It stands between the HTTP/1 encoder and the
/// codec of HTTP types. For connections without TLS only: bytes to be encrypted must pass through memory.
final class FileRegionHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if let event = event as? SendFileEvent {
            context.writeAndFlush(wrapOutboundOut(.body(.fileRegion(event.region))), promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}

extension ResponseBody {
    /// The bytes of the spans, one span after the other, each awaited.
    static func files(
        _ spans: [FileSpan], over channel: any Channel, sent: @escaping @Sendable (Int) -> Void
    ) -> ResponseBody {
        ResponseBody(contentLength: spans.reduce(0) { $0 + $1.length }) { writer in
            var rest = spans[...]
            while let path = rest.first?.path {
                let run = rest.prefix { $0.path == path }
                try await send(Array(run), of: path, over: channel, sent: sent)
                rest = rest.dropFirst(run.count)
            }
            try await writer.finish(nil)
        }
    }

    private static func send(
        _ spans: [FileSpan], of path: String, over channel: any Channel, sent: @Sendable (Int) -> Void
    ) async throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(action: "read", path: path, code: errno) }
        let file = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor)
        // Nothing of it is under way any more: each span was awaited.
        defer { try? file.close() }
        for span in spans {
            let region = FileRegion(fileHandle: file, readerIndex: Int(span.offset), endIndex: Int(span.end))
            try await channel.triggerUserOutboundEvent(SendFileEvent(region: region)).get()
            sent(span.length)
        }
    }
}
