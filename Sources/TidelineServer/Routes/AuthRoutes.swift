import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var authRoutes: [Route] {
        [
            .open(.post, "/api/v1/auth/token") { try await token($0) },
            .open(.get, "/.well-known/jwks.json") { _ in try .json(tokens.published) },
        ]
    }

    private func token(_ request: Incoming) async throws -> Response {
        let form = try await request.form()
        let signIn =
            switch form.text("grant_type") {
            case "password":
                try await grant {
                    try await service.accounts.logIn(
                        name: required(form, "username"), password: required(form, "password"),
                        address: request.address)
                }
            case "refresh_token":
                try await grant {
                    try await service.accounts.refresh(required(form, "refresh_token"), address: request.address)
                }
            case nil: throw oauthFailure("invalid_request", "grant_type is required.")
            default: throw oauthFailure("unsupported_grant_type", "Use grant_type password or refresh_token.")
            }
        let answer = TokenAnswer(
            accessToken: try await tokens.issue(for: signIn.user), tokenType: "Bearer",
            expiresIn: tokens.lifetimeSeconds, refreshToken: signIn.refreshToken)
        var response = try Response.json(answer)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// OAuth 2 has its own word for a login that was wrong.
    private func grant(_ signIn: () async throws -> Accounts.SignIn) async throws -> Accounts.SignIn {
        do {
            return try await signIn()
        } catch let error as ServiceError where error.code == .badRequest {
            throw Failure(error, oauth: ("invalid_grant", error.detail))
        }
    }

    private func required(_ form: Query, _ name: String) throws -> String {
        guard let value = form.text(name) else { throw oauthFailure("invalid_request", "\(name) is required.") }
        return value
    }

    private func oauthFailure(_ error: String, _ description: String) -> Failure {
        Failure(ServiceError(.badRequest, description), oauth: (error, description))
    }
}
