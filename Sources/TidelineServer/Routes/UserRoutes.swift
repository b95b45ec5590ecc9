import Hummingbird
import TidelineService

extension API {
    var userRoutes: [Route] {
        [
            .signedIn(.get, "/api/v1/users/me") { _, caller in try .json(await service.accounts.me(caller)) },
            .signedIn(.get, "/api/v1/users/me/shares") { _, caller in try .json(await service.shares.list(caller)) },
        ]
    }
}
