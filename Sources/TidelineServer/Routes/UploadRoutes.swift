import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var uploadRoutes: [Route] {
        let one = "/api/v1/uploads/{session_id}"
        return [
            .signedIn(.post, "/api/v1/uploads") { request, caller in
                let body = try await request.json(NewUploadBody.self)
                return try .json(await service.uploads.create(caller, body), status: .created)
            },
            .signedIn(.get, one) { request, caller in
                try .json(await service.uploads.get(caller, id: request.parameter("session_id")))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.uploads.abandon(caller, id: request.parameter("session_id"))
                return .noContent
            },
            .signedIn(.put, one + "/chunks/{index}") { try await receiveChunk($0, $1) },
            .signedIn(.post, one + "/complete") { try await completeUpload($0, $1) },
        ]
    }

    private func receiveChunk(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let id = request.parameter("session_id")
        guard let index = Int(request.parameter("index")) else {
            throw ServiceError.invalid(["path", "index"], "must be a whole number from 0 on")
        }
        // Nothing is read of what may not come at all.
        _ = try await service.uploads.size(caller, id: id, chunk: index)
        let bytes = try await request.collect(bytesMax: Limits.chunkBytesMax)
        let chunk = try await service.uploads.receive(caller, id: id, chunk: index, bytes)
        metrics.contentReceived(bytes.readableBytes)
        return try .json(chunk)
    }

    private func completeUpload(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let id = request.parameter("session_id")
        switch try request.query().text("as") {
        case nil, "file":
            let body = try await request.jsonIfAny(CompleteUploadBody.self) ?? CompleteUploadBody()
            return try .json(await service.uploads.complete(caller, id: id, body), status: .created)
        case "version":
            return try .json(await service.uploads.completeAsVersion(caller, id: id), status: .created)
        default:
            throw ServiceError.invalid(["query", "as"], "must be file or version")
        }
    }
}
