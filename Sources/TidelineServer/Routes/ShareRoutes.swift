import Hummingbird
import TidelineAPI
import TidelineService

extension API {
    var shareRoutes: [Route] {
        let one = "/api/v1/shares/{share_id}"
        return [
            .signedIn(.post, "/api/v1/shares") { request, caller in
                let body = try await request.json(NewShareBody.self)
                return try .json(await service.shares.create(caller, body), status: .created)
            },
            .signedIn(.get, one) { request, caller in
                try .json(await service.shares.get(caller, id: request.parameter("share_id")))
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(SharePatchBody.self)
                return try .json(await service.shares.update(caller, id: request.parameter("share_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.shares.delete(caller, id: request.parameter("share_id"))
                return .noContent
            },
        ]
    }
}
