import HTTPTypes
import Hummingbird
import NIOCore
import TidelineCore

/// What the server says of itself: openapi.yaml, and the page made from it. Their texts are in `Generated`.
enum Description {
    static let yamlTag = entityTag(Digest(of: Array(yaml.utf8)))
    static let pageTag = entityTag(Digest(of: Array(page.utf8)))
}

extension API {
    var descriptionRoutes: [Route] {
        [
            .open(.get, "/openapi.yaml") { request in
                text(Description.yaml, type: "application/yaml", tag: Description.yamlTag, request)
            },
            .open(.get, "/docs") { request in
                var response = text(
                    Description.page, type: "text/html; charset=utf-8", tag: Description.pageTag, request)
                response.headers[.contentSecurityPolicy] = Description.pagePolicy
                return response
            },
        ]
    }

    private func text(_ text: String, type: String, tag: String, _ request: Incoming) -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"]
        if let field = request.request.headers[.ifNoneMatch], matches(ifNoneMatch: field, tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
