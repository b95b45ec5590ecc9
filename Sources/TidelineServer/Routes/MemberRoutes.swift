import Hummingbird
import TidelineAPI
import TidelineService

extension API {
    var memberRoutes: [Route] {
        let all = "/api/v1/shares/{share_id}/members"
        let one = all + "/{user_id}"
        return [
            .signedIn(.get, all) { request, caller in
                try .json(await service.shares.members(caller, id: request.parameter("share_id")))
            },
            .signedIn(.post, all) { request, caller in
                let body = try await request.json(NewMemberBody.self)
                let member = try await service.shares.addMember(caller, id: request.parameter("share_id"), body)
                return try .json(member, status: .created)
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(MemberPatchBody.self)
                return try .json(
                    await service.shares.updateMember(
                        caller, id: request.parameter("share_id"), user: request.parameter("user_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.shares.removeMember(
                    caller, id: request.parameter("share_id"), user: request.parameter("user_id"))
                return .noContent
            },
        ]
    }
}
