import Hummingbird
import TidelineAPI
import TidelineService

/// For callers with the scope `tenant:admin`; the use cases check it.
extension API {
    var adminRoutes: [Route] {
        let all = "/api/v1/admin/users"
        let one = all + "/{user_id}"
        return [
            .signedIn(.get, all) { _, caller in try .json(await service.accounts.users(caller)) },
            .signedIn(.post, all) { request, caller in
                let body = try await request.json(NewUserBody.self)
                return try .json(await service.accounts.createUser(caller, body), status: .created)
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(UserPatchBody.self)
                return try .json(await service.accounts.updateUser(caller, id: request.parameter("user_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.accounts.deleteUser(caller, id: request.parameter("user_id"))
                return .noContent
            },
        ]
    }
}
