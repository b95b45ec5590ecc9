import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var fileRoutes: [Route] {
        let one = "/api/v1/files/{file_id}"
        return [
            .signedIn(.post, "/api/v1/files") { try await createFile($0, $1) },
            .signedIn(.get, one) { request, caller in
                try .json(await service.files.get(caller, id: request.parameter("file_id")))
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(FilePatchBody.self)
                return try .json(await service.files.update(caller, id: request.parameter("file_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.files.delete(caller, id: request.parameter("file_id"))
                return .noContent
            },
            .signedIn(.get, one + "/content") { try await download($0, $1) },
            .signedIn(.get, one + "/versions") { request, caller in
                let query = try request.query()
                let limit = try query.integer("limit", default: Limits.listRowsDefault, in: 1...Limits.listRowsMax)
                return try .json(
                    await service.files.versions(
                        caller, id: request.parameter("file_id"), limit: limit,
                        before: query.offset("before").map { Int($0) }))
            },
            .signedIn(.post, one + "/versions/{version}/restore") { request, caller in
                try .json(
                    await service.files.restore(
                        caller, id: request.parameter("file_id"), version: request.parameter("version")))
            },
        ]
    }

    private func createFile(_ request: Incoming, _ caller: Caller) async throws -> Response {
        var reader = MultipartReader(boundary: try request.multipartBoundary())
        try await request.askForBody()
        var form = FileForm(service, caller) { metrics.contentReceived($0) }
        for try await piece in request.request.body {
            reader.append(piece)
            while let event = try reader.next() { try await form.take(event) }
        }
        try reader.finish()
        return try .json(await form.finish(), status: .created)
    }
}

extension Incoming {
    /// Throws `UNSUPPORTED_MEDIA_TYPE` for another body, `BAD_REQUEST` without a boundary that can be.
    fileprivate func multipartBoundary() throws -> String {
        let field = request.headers[.contentType].map { FieldParameters($0) }
        guard let field, field.value.lowercased() == "multipart/form-data" else {
            throw ServiceError(.unsupportedMediaType, "Send the body as multipart/form-data.")
        }
        guard let boundary = field["boundary"], (1...Limits.multipartBoundaryBytesMax).contains(boundary.utf8.count)
        else {
            throw ServiceError(
                .badRequest,
                "Content-Type must name a boundary of 1 to \(Limits.multipartBoundaryBytesMax) characters (multipartBoundaryBytesMax)."
            )
        }
        return boundary
    }
}
