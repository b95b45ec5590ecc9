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
        switch routes.match(request.method, request.uri.path) {
        case .unknown:
            throw ServiceError(.notFound, "There is nothing at this address; see /docs for all routes.")
        case .wrongMethod(let template, let allowed):
            trace.route = template
            let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            throw Failure(.methodNotAllowed, "Use one of \(list) here.", headers: [.allow: list])
        case .found(let route, let parameters):
            trace.route = route.template
            let incoming = Incoming(
                request: request, id: trace.requestID, parameters: parameters, connection: connection)
            switch route.action {
            case .open(let handler): return try await handler(incoming)
            case .signedIn(let handler):
                let caller = try await gate.caller(of: request)
                trace.user = caller.userID
                return try await handler(incoming, caller)
            }
        }
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
