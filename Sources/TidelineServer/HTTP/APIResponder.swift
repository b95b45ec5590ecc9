import HTTPTypes
import Hummingbird
package import HummingbirdCore
import Logging
import NIOCore
import TidelineCore
import TidelineService

/// Takes every request through the same steps: id, route, caller, action, error, log, metrics.
package struct APIResponder: HTTPResponder {
    package typealias Context = Connection

    let routes: RouteTable
    let gate: Gate
    /// nil: no limit.
    let rates: RateLimiter?
    let addresses: ClientAddress
    let metrics: Metrics
    let clock: any TimeSource
    let ids: any ULIDSource
    let logger: Logger

    package func respond(to request: Request, context: Connection) async throws -> Response {
        let started = clock.now()
        let requestID = RequestIDs.take(request.headers[.requestID], ids: ids)
        var trace = Trace(request: request, requestID: requestID)
        var response: Response
        do {
            response = try await act(request, context, &trace)
        } catch {
            response = refuse(error, trace)
        }
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = requestID
        trace.standing?.write(to: &response.headers)
        record(trace, response, nanoseconds: max(0, clock.now().nanoseconds - started.nanoseconds))
        return response
    }

    /// What the log says of a request.
    private struct Trace {
        let method: HTTPRequest.Method
        let requestID: String
        /// The template, never the path: a path may hold what is nobody's business, and a query may hold a token.
        var route = "unmatched"
        var user: UserID?
        var standing: RateStanding?

        init(request: Request, requestID: String) {
            method = request.method
            self.requestID = requestID
        }
    }

    private func act(_ request: Request, _ connection: Connection, _ trace: inout Trace) async throws -> Response {
        guard (request.head.path ?? "").utf8.count <= Limits.requestTargetBytesMax else {
            throw ServiceError(
                .badRequest, "The request target is over the limit of \(Limits.requestTargetBytesMax) bytes.")
        }
        let match = routes.match(request.method, request.uri.path)
        switch match {
        case .unknown:
            try limit(address(of: request, connection), &trace)
            throw ServiceError(.notFound, "There is nothing at this address; see /docs for all routes.")
        case .wrongMethod(let template, let allowed):
            trace.route = template
            try limit(address(of: request, connection), &trace)
            let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            throw Failure(.methodNotAllowed, "Use one of \(list) here.", headers: [.allow: list])
        case .found(let route, let parameters):
            trace.route = route.template
            let incoming = Incoming(
                request: request, id: trace.requestID, parameters: parameters, connection: connection,
                addresses: addresses)
            return try await run(route.action, incoming, &trace)
        }
    }

    private func run(_ action: RouteAction, _ incoming: Incoming, _ trace: inout Trace) async throws -> Response {
        switch action {
        case .vital(let handler): return try await handler(incoming)
        case .open(let handler):
            try limit(incoming.address, &trace)
            return try await handler(incoming)
        case .signedIn(let handler):
            let caller = try await caller(of: incoming, &trace)
            trace.user = caller.userID
            trace.standing = rates?.take(caller.userID, at: clock.now())
            try trace.standing?.check()
            return try await handler(incoming, caller)
        }
    }

    /// Bad tokens count against the address they come from, only once they were looked at: whoever sends many must not
    /// cut off others at that address.
    private func caller(of incoming: Incoming, _ trace: inout Trace) async throws -> Caller {
        do {
            return try await gate.caller(of: incoming.request)
        } catch {
            try limit(incoming.address, &trace)
            throw error
        }
    }

    private func address(of request: Request, _ connection: Connection) -> String {
        addresses.of(connection.channel.remoteAddress, request.headers)
    }

    private func limit(_ address: String, _ trace: inout Trace) throws {
        trace.standing = rates?.take(address: address, at: clock.now())
        try trace.standing?.check()
    }

    private func refuse(_ error: any Error, _ trace: Trace) -> Response {
        let failure = Failure(describing: error)
        if failure.error.code.status >= 500 {
            logger.error(
                "request failed",
                metadata: [
                    "request_id": "\(trace.requestID)", "route": "\(trace.route)",
                    "error": "\(String(reflecting: error))",
                ])
        }
        return .problem(failure, requestID: trace.requestID)
    }

    private func record(_ trace: Trace, _ response: Response, nanoseconds: Int64) {
        metrics.request(
            method: trace.method.rawValue, route: trace.route, status: response.status.code, nanoseconds: nanoseconds)
        logger.info(
            "request",
            metadata: [
                "method": "\(trace.method.rawValue)", "route": "\(trace.route)", "status": "\(response.status.code)",
                "duration_ms": "\(nanoseconds / 1_000_000)", "request_id": "\(trace.requestID)",
                "user_id": "\(trace.user?.description ?? "-")",
            ])
    }
}
