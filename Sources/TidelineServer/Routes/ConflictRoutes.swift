import Hummingbird
import TidelineCore
import TidelineService

extension API {
    var conflictRoutes: [Route] {
        [
            .signedIn(.get, "/api/v1/sync/conflicts") { request, caller in
                let query = try request.query()
                return try .json(
                    await service.conflicts.list(
                        caller, device: query.text("device_id"), share: query.text("share_id"),
                        includeResolved: query.flag("include_resolved"),
                        limit: query.integer("limit", default: Limits.listRowsDefault, in: 1...Limits.listRowsMax),
                        before: query.text("before")))
            },
            .signedIn(.post, "/api/v1/sync/conflicts/{conflict_id}/resolve") { request, caller in
                let query = try request.query()
                return try .json(
                    await service.conflicts.resolve(
                        caller, id: request.parameter("conflict_id"),
                        resolution: query.choice("resolution", ConflictResolution.self),
                        version: query.text("version_id")))
            },
        ]
    }
}
