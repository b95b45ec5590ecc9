import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import TidelineAPI
import TidelineCore

/// Sends requests to one server: tokens, timeouts, retries and the meaning of errors.
struct Transport: Sendable {
    let server: ServerAddress
    let http: HTTPClient
    let tokens: TokenKeeper
    let retry: RetryPolicy
    /// From 0 up to 1.
    let random: @Sendable () -> Double
    /// For requests and answers that carry content.
    var pace = Pace()

    /// Sends, and reads the whole answer as JSON.
    func call<Answer: Decodable>(_ type: Answer.Type, _ request: Request) async throws(TidelineError) -> Answer {
        try decodeJSON(type, try await collect(request))
    }

    /// Sends; the answer's body, at most ``Limits/answerBytesMax``.
    @discardableResult
    func collect(_ request: Request) async throws(TidelineError) -> ByteBuffer {
        try await attempts(request) { response throws(TidelineError) in
            do {
                var whole = ByteBuffer()
                for try await var piece in BodyPieces(response: response, server: server) {
                    guard whole.readableBytes + piece.readableBytes <= Limits.answerBytesMax else {
                        throw NIOTooManyBytesError(maxBytes: Limits.answerBytesMax)
                    }
                    if whole.readableBytes == 0 { whole = piece } else { whole.writeBuffer(&piece) }
                }
                return whole
            } catch {
                throw transportError(error, server)
            }
        }
    }

    /// Sends; the answer once its head is there. The body must be read to its end or dropped.
    func open(_ request: Request) async throws(TidelineError) -> HTTPClientResponse {
        try await attempts(request) { response throws(TidelineError) in response }
    }

    private func attempts<Answer: Sendable>(
        _ request: Request, _ read: (HTTPClientResponse) async throws(TidelineError) -> Answer
    ) async throws(TidelineError) -> Answer {
        var failures = 0
        var retry = retry
        // Somebody waits for a login, and had better be told at once when to try again.
        if !request.needsToken { retry.retryAfterSecondsMax = 0 }
        while true {
            do {
                return try await read(try await authorized(request))
            } catch {
                failures += 1
                let decision = retry.decide(
                    error, failures: failures, idempotent: request.idempotent, random: random())
                guard case .retry(let milliseconds) = decision else { throw error }
                do {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                } catch {
                    throw .init(.cancelled, "Cancelled.")
                }
            }
        }
    }

    /// A token that the server no longer takes is renewed, once.
    private func authorized(_ request: Request) async throws(TidelineError) -> HTTPClientResponse {
        guard request.needsToken else { return try await send(request, token: nil) }
        let token = try await tokens.current()
        do {
            return try await send(request, token: token)
        } catch {
            guard error.code == .unauthenticated else { throw error }
            guard let fresh = try await tokens.replacement(for: token) else { throw error }
            return try await send(request, token: fresh)
        }
    }

    private func send(_ request: Request, token: String?) async throws(TidelineError) -> HTTPClientResponse {
        let response: HTTPClientResponse
        do {
            response = try await http.execute(
                request.built(for: server, token: token, pace: pace.up), timeout: .seconds(request.timeoutSeconds))
        } catch {
            throw transportError(error, server)
        }
        guard response.status.code < 300 else { throw await problem(response) }
        return response
    }

    private func problem(_ response: HTTPClientResponse) async -> TidelineError {
        let status = Int(response.status.code)
        let retryAfter = response.headers.first(name: "Retry-After").flatMap { Int($0) }
        let body = try? await response.body.collect(upTo: Limits.problemBytesMax)
        guard let body, let problem = try? decodeJSON(ProblemBody.self, body) else {
            let kind: TidelineError.Kind = ErrorCode.unavailable.status == status ? .problem(.unavailable) : .garbage
            return TidelineError(
                kind, "\(server) answered \(status) without saying why. Is it a Tideline server?", status: status,
                requestID: response.headers.first(name: "X-Request-Id"), retryAfter: retryAfter)
        }
        return TidelineError(
            ErrorCode(rawValue: problem.code).map { .problem($0) } ?? .unknownProblem(problem.code), problem.detail,
            status: status, requestID: problem.requestID, retryAfter: retryAfter, missing: problem.missingHashes,
            conflicts: problem.conflicts ?? [])
    }
}

extension ProblemBody {
    fileprivate var missingHashes: [String] {
        (missing ?? []).compactMap { missing in
            if case .hash(let hash) = missing { hash } else { nil }
        }
    }
}
