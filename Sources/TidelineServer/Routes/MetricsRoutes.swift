import Hummingbird
import NIOCore

extension API {
    var metricsRoutes: [Route] {
        [
            .vital(.get, "/metrics") { _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
            }
        ]
    }
}
