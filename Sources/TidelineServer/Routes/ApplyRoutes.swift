import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var applyRoutes: [Route] {
        [
            .signedIn(.post, "/api/v1/sync/apply") { request, caller in
                let body = try await request.json(ApplyBody.self, bytesMax: Limits.applyBodyBytesMax)
                return try .json(await service.apply(caller, body))
            }
        ]
    }
}
