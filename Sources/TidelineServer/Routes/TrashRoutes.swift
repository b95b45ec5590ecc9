import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var trashRoutes: [Route] {
        [
            .signedIn(.get, "/api/v1/trash") { request, caller in
                let query = try request.query()
                let limit = try query.integer("limit", default: Limits.listRowsDefault, in: 1...Limits.listRowsMax)
                return try .json(
                    await service.trash.list(
                        caller, share: query.required("share_id"), limit: limit, before: query.text("before")))
            },
            .signedIn(.post, "/api/v1/trash/{id}/restore") { request, caller in
                let body = try await request.jsonIfAny(PlacePatchBody.self) ?? PlacePatchBody()
                return try .json(await service.trash.restore(caller, id: request.parameter("id"), body))
            },
        ]
    }
}
