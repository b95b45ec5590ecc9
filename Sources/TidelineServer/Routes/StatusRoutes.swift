import Hummingbird
import TidelineService

/// How far a device has come.
extension API {
    var statusRoutes: [Route] {
        [
            .signedIn(.get, "/api/v1/sync/status") { request, caller in
                let query = try request.query()
                return try .json(
                    await service.changes.status(
                        caller, share: query.required("share_id"), device: query.required("device_id")))
            },
            .signedIn(.post, "/api/v1/sync/cursor") { request, caller in
                let query = try request.query()
                return try .json(
                    await service.changes.advance(
                        caller, share: query.required("share_id"), device: query.required("device_id"),
                        to: query.required("position")))
            },
        ]
    }
}
