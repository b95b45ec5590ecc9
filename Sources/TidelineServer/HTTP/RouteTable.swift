import HTTPTypes
import Hummingbird
import TidelineService

/// What a route does: for anybody, or for a caller with a good token.
enum RouteAction: Sendable {
    /// For anybody, and never refused for coming too often: what tells whether the server lives.
    case vital(@Sendable (Incoming) async throws -> Response)
    case open(@Sendable (Incoming) async throws -> Response)
    case signedIn(@Sendable (Incoming, Caller) async throws -> Response)
}

struct Route: Sendable {
    let method: HTTPRequest.Method
    /// Such as `/api/v1/shares/{share_id}`.
    let template: String
    let action: RouteAction

    static func vital(
        _ method: HTTPRequest.Method, _ template: String,
        _ handler: @escaping @Sendable (Incoming) async throws -> Response
    ) -> Route {
        Route(method: method, template: template, action: .vital(handler))
    }

    static func open(
        _ method: HTTPRequest.Method, _ template: String,
        _ handler: @escaping @Sendable (Incoming) async throws -> Response
    ) -> Route {
        Route(method: method, template: template, action: .open(handler))
    }

    static func signedIn(
        _ method: HTTPRequest.Method, _ template: String,
        _ handler: @escaping @Sendable (Incoming, Caller) async throws -> Response
    ) -> Route {
        Route(method: method, template: template, action: .signedIn(handler))
    }
}

/// Finds routes by path, then method.
///
/// Hummingbird's own router is not used because it answers a wrong method as an unknown path and leaves path parameters
/// encoded, and because the template must be known to logs and metrics before a route runs.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, parameters: [String: String])
        /// The path exists; these are its methods.
        case wrongMethod(template: String, allowed: [HTTPRequest.Method])
        case unknown
    }

    private struct Branch: Sendable {
        var literals: [String: Branch] = [:]
        /// None or one: what follows a parameter.
        var parameter: [Branch] = []
        var routes: [Route] = []
    }

    private var root = Branch()

    init(_ routes: [Route]) {
        for route in routes { Self.insert(route, Self.segments(route.template)[...], into: &root) }
    }

    /// `path` is as it came, still encoded.
    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        var values: [String] = []
        guard let routes = Self.find(Self.segments(path)[...], in: root, &values), let first = routes.first else {
            return .unknown
        }
        // Whoever has GET has HEAD; the responder leaves the body out.
        let wanted = method == .head && !routes.contains { $0.method == .head } ? .get : method
        guard let route = routes.first(where: { $0.method == wanted }) else {
            var allowed = routes.map(\.method)
            if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
            return .wrongMethod(template: first.template, allowed: allowed)
        }
        let names = Self.segments(route.template).filter(Self.isParameter).map { String($0.dropFirst().dropLast()) }
        return .found(route, parameters: Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first }))
    }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { $0 }
    }

    private static func isParameter(_ segment: Substring) -> Bool { segment.hasPrefix("{") }

    private static func insert(_ route: Route, _ rest: ArraySlice<Substring>, into branch: inout Branch) {
        guard let segment = rest.first else {
            branch.routes.append(route)
            return
        }
        if isParameter(segment) {
            if branch.parameter.isEmpty { branch.parameter.append(Branch()) }
            insert(route, rest.dropFirst(), into: &branch.parameter[0])
        } else {
            insert(route, rest.dropFirst(), into: &branch.literals[String(segment), default: Branch()])
        }
    }

    private static func find(_ rest: ArraySlice<Substring>, in branch: Branch, _ values: inout [String]) -> [Route]? {
        guard let segment = rest.first else { return branch.routes.isEmpty ? nil : branch.routes }
        if let next = branch.literals[String(segment)], let found = find(rest.dropFirst(), in: next, &values) {
            return found
        }
        guard let next = branch.parameter.first, !segment.isEmpty, let value = percentDecoded(segment.utf8) else {
            return nil
        }
        values.append(value)
        if let found = find(rest.dropFirst(), in: next, &values) { return found }
        values.removeLast()
        return nil
    }
}
