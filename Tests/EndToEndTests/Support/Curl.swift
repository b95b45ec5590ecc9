import Foundation
import Testing

/// An answer over HTTP, as curl has it.
struct Answer: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String

    var json: [String: Any] {
        get throws {
            guard let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] else {
                throw Trouble("no JSON object: \(body)")
            }
            return object
        }
    }
}

extension Harness {
    /// `path` is what follows the server's address.
    func curl(_ path: String, token: String? = nil, _ options: String...) async throws -> Answer {
        let headers = workshop.path("headers")
        let login = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        let ended = try await workshop.launch(
            ["/usr/bin/curl", "-sS", "-m", "60", "-D", headers] + login + options + [server.url + path]
        ).end()
        guard ended.status == 0 else { throw Trouble("curl: \(ended.complaint)") }
        let lines = try String(contentsOfFile: headers, encoding: .utf8).split(whereSeparator: \.isNewline)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Trouble("no status: \(lines)")
        }
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        return Answer(status: status, headers: Dictionary(pairs) { $1 }, body: ended.output)
    }
}

extension Device {
    var token: String {
        get async throws { String(try await succeed("token").output.dropLast()) }
    }

    /// What `shares --json` says of this device's share.
    var shareID: String {
        get async throws {
            let all = try await succeed("shares", "--json").json["shares"] as? [[String: Any]] ?? []
            guard let id = all.first(where: { $0["name"] as? String == share })?["id"] as? String else {
                throw Trouble("\(share) is not among \(all)")
            }
            return id
        }
    }
}
