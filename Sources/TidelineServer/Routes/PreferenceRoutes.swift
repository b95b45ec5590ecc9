import Hummingbird
import TidelineAPI
import TidelineService

extension API {
    var preferenceRoutes: [Route] {
        let all = "/api/v1/sync/devices/{device_id}/preferences"
        return [
            .signedIn(.get, all) { request, caller in
                try .json(await service.preferences.list(caller, device: request.parameter("device_id")))
            },
            .signedIn(.put, all) { request, caller in
                let body = try await request.json(PreferencesPatchBody.self)
                return try .json(
                    await service.preferences.update(caller, device: request.parameter("device_id"), body))
            },
            .signedIn(.put, all + "/{share_id}") { request, caller in
                let body = try await request.json(PreferencePatchBody.self)
                return try .json(
                    await service.preferences.update(
                        caller, device: request.parameter("device_id"), share: request.parameter("share_id"), body))
            },
        ]
    }
}
