import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var folderRoutes: [Route] {
        let one = "/api/v1/folders/{folder_id}"
        return [
            .signedIn(.post, "/api/v1/folders") { request, caller in
                let body = try await request.json(NewFolderBody.self)
                return try .json(await service.folders.create(caller, body), status: .created)
            },
            .signedIn(.get, one) { request, caller in
                try .json(await service.folders.get(caller, id: request.parameter("folder_id")))
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(PlacePatchBody.self)
                return try .json(await service.folders.update(caller, id: request.parameter("folder_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.folders.delete(caller, id: request.parameter("folder_id"))
                return .noContent
            },
            .signedIn(.get, one + "/children") { request, caller in
                let query = try request.query()
                let limit = try query.integer("limit", default: Limits.listRowsDefault, in: 1...Limits.listRowsMax)
                return try .json(
                    await service.folders.children(
                        caller, id: request.parameter("folder_id"), share: query.text("share_id"), limit: limit,
                        pageToken: query.text("page_token")))
            },
        ]
    }
}
