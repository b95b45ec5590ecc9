import Hummingbird
import TidelineService

extension API {
    var trashPurgeRoutes: [Route] {
        [
            .signedIn(.delete, "/api/v1/trash/{id}") { request, caller in
                try .json(await service.trashPurge.purge(caller, id: request.parameter("id")))
            },
            .signedIn(.delete, "/api/v1/trash") { request, caller in
                try .json(await service.trashPurge.empty(caller, share: request.query().required("share_id")))
            },
        ]
    }
}
