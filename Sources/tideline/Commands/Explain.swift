import ArgumentParser
import Foundation
import Glibc
import TidelineClient
import TidelineCore
import TidelineFolder
import TidelineSync

struct Explain: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says why a path syncs, or does not.",
        discussion: """
            Example: tideline explain ~/Team/build/output.o

            Nothing need be at the path: it may be on the server alone.
            """)

    @Argument(help: "A path in a linked folder.")
    var path: String

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let full = resolved(absolutePath(path))
        let (explanation, link, wasAsked) = try await Session.run { session in
            let registry = FolderRegistry(home: session.home)
            guard let link = try registry.folders().first(where: { full == $0.path || full.hasPrefix($0.path + "/") })
            else {
                throw Failure(
                    "\(printable(path)) is in no linked folder. `tideline status` lists those there are; "
                        + "`tideline sync DIR --share SHARE` links one.", .usage)
            }
            let selection = try await selection(of: link, session)
            let file = registry.statePath(of: link)
            let state = access(file, F_OK) == 0 ? try SQLiteSyncState(path: file).load() : SavedState()
            let explainer = Explainer(
                disk: DiskFolder(root: link.path, time: SystemTime()), state: state,
                selection: selection ?? .everything, skipped: skips(of: link, registry))
            return (try explainer.explain(String(full.dropFirst(link.path.count + 1))), link, selection != nil)
        }
        let result = ExplainResult(explanation, folder: link.path, path: full, serverAsked: wasAsked)
        try options.show(result, result.text)
    }

    private func skips(of link: LinkedFolder, _ registry: FolderRegistry) -> [SkippedPath] {
        let record = FolderRecord.read(registry.recordPath(of: link))
        return (record?.skipped ?? []).map { SkippedPath(path: $0.path, reason: $0.reason) }
    }

    /// nil when the server cannot be asked now.
    private func selection(of link: LinkedFolder, _ session: Session) async throws -> Selection? {
        let share = HTTPRemoteShare(
            client: session.client, shareID: link.shareID, deviceID: session.credentials.deviceID)
        do { return try await share.selection() } catch {
            guard case .unreachable = error else { throw Failure(error, syncing: link.path) }
            return nil
        }
    }

    /// Links above the path resolved as far as there is anything; the path itself is not followed.
    private func resolved(_ path: String) -> String {
        var above = (path as NSString).deletingLastPathComponent
        var rest = [(path as NSString).lastPathComponent]
        if let real = realpath(path, nil), rest == [""] || above == path {
            defer { free(real) }
            return String(cString: real)
        }
        while above != "/" {
            if let real = realpath(above, nil) {
                defer { free(real) }
                return ([String(cString: real)] + rest).joined(separator: "/")
            }
            rest.insert((above as NSString).lastPathComponent, at: 0)
            above = (above as NSString).deletingLastPathComponent
        }
        return path
    }
}

/// What `explain --json` prints.
struct ExplainResult: Encodable, Sendable {
    struct Rule: Encodable, Sendable {
        let file: String?
        let line: Int
        let pattern: String
        let path: String
    }

    let folder: String
    let path: String
    let state: String
    let reason: String
    let remedy: String?
    let rule: Rule?
    let since: String?
    let serverAsked: Bool

    init(_ explanation: Explanation, folder: String, path: String, serverAsked: Bool) {
        self.folder = folder
        self.path = path
        state = explanation.state.rawValue
        reason = explanation.reason
        remedy = explanation.remedy
        rule = explanation.rule.map { Rule(file: $0.file, line: $0.line, pattern: $0.pattern, path: $0.path) }
        since = explanation.since?.rfc3339
        self.serverAsked = serverAsked
    }

    var text: String {
        let sentences = [reason + (since.map { ", since \($0)" } ?? "") + ".", remedy.map { $0 + "." }]
        let doubt = serverAsked ? nil : "The server could not be asked what this device is to sync."
        return (["\(state): " + sentences.compactMap { $0 }.joined(separator: " ")] + [doubt].compactMap { $0 })
            .map(printable).joined(separator: "\n")
    }

    enum CodingKeys: String, CodingKey {
        case folder, path, state, reason, remedy, rule, since
        case serverAsked = "server_asked"
    }
}
