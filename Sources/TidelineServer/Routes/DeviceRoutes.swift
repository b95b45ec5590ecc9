import Hummingbird
import TidelineAPI
import TidelineService

extension API {
    var deviceRoutes: [Route] {
        let all = "/api/v1/sync/devices"
        let one = all + "/{device_id}"
        return [
            .signedIn(.get, all) { _, caller in try .json(await service.devices.list(caller)) },
            .signedIn(.post, all) { request, caller in
                let body = try await request.json(NewDeviceBody.self)
                let (device, isNew) = try await service.devices.register(caller, body)
                return try .json(device, status: isNew ? .created : .ok)
            },
            .signedIn(.patch, one) { request, caller in
                let body = try await request.json(DevicePatchBody.self)
                return try .json(await service.devices.update(caller, id: request.parameter("device_id"), body))
            },
            .signedIn(.delete, one) { request, caller in
                try await service.devices.remove(caller, id: request.parameter("device_id"))
                return .noContent
            },
            .signedIn(.post, one + "/heartbeat") { request, caller in
                try await service.devices.heartbeat(caller, id: request.parameter("device_id"))
                return .noContent
            },
        ]
    }
}
