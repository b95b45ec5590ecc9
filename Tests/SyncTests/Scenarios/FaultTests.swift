import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// One call to the outside fails: what it was about waits and is named, all else goes on, nothing is deleted for it.
@Suite struct FaultTests {
    private static let troubles: [LocalError] = [
        .diskFull, .permissionDenied("it"), .io("it", errno: 5), .tooManyOpenFiles, .changed("it"), .notFound("it"),
        .exists("it"),
    ]

    @Test(arguments: troubles) func `a call to the disk that fails once changes nothing of the end`(
        _ trouble: LocalError
    ) async throws {
        let end = try await Story.end()
        for call in try await callsOfAPass() {
            guard case .disk = call.target else { continue }
            let story = try await failing { $0.number == call.number ? trouble : nil }
            #expect(try await story.endAnew(as: end).isEmpty, "\(trouble) at \(call)")
        }
    }

    @Test(arguments: [LocalError.diskFull, .permissionDenied("it"), .io("it", errno: 5)])
    func `a path that the disk refuses waits and is named, and all others go on`(_ trouble: LocalError) async throws {
        let end = try await Story.end()
        let calls = try await callsOfAPass()
        for folder in ["A", "E", "P", "P2", "Q", "T", "f", "g", "h", "empty"] {
            for operation in Set(calls.compactMap { $0.operation(below: folder) }) {
                let story = try await Story.begun()
                let faults = Calls { $0.operation(below: folder) == operation ? trouble : nil }
                faults.attach(to: story.subject)
                let report = try await story.subject.pass()
                Calls.detach(from: story.subject)
                let name = "\(operation) in \(folder): \(trouble)"
                #expect(!report.skipped.isEmpty || report.isUnfinished, "\(name) is not reported")
                let related = Self.related(folder)
                for (path, content) in end where !related.contains(Self.top(path)) {
                    #expect(story.subject.disk.contents()[path] == content, "\(name) kept \(path)")
                }
                for skip in report.skipped { #expect(related.contains(Self.top(skip.path)), "\(name): \(skip)") }
                #expect(try await story.endAnew(as: end).isEmpty, "\(name)")
            }
        }
    }

    @Test func `a memory that cannot be written changes nothing of the end`() async throws {
        let end = try await Story.end()
        for call in try await callsOfAPass() {
            guard case .state = call.target else { continue }
            for restarts in [true, false] {
                let story = try await failing { $0.number == call.number ? LocalError.diskFull : nil }
                if restarts { story.subject.restart() }
                #expect(try await story.end(as: end).isEmpty, "\(call)")
            }
        }
    }

    private static let refusals: [RemoteError] = [
        .unreachable("timeout"), .unauthenticated("401"), .garbage("no JSON"), .refused(.validationFailed, "400"),
        .refused(.permissionDenied, "403"), .refused(.notFound, "404"), .refused(.internalError, "500"),
        .refused(.quotaExceeded, "507"),
    ]

    @Test(arguments: refusals)
    func `a call to the server that fails once, before or after the server did it, changes nothing of the end`(
        _ refusal: RemoteError
    ) async throws {
        let end = try await Story.end()
        for call in try await callsOfAPass() {
            switch call.target {
            case .server, .answer:
                let story = try await failing { $0.number == call.number ? refusal : nil }
                #expect(try await story.end(as: end).isEmpty, "\(refusal) at \(call)")
            default: continue
            }
        }
    }

    @Test(arguments: refusals) func `a server that fails whatever it is asked deletes nothing anywhere`(
        _ refusal: RemoteError
    ) async throws {
        let end = try await Story.end()
        for name in ["changes", "snapshot", "acknowledge", "apply", "missing", "send", "fetch", "manifest", "read"] {
            for loses in [false, true] {
                let story = try await Story.begun()
                if loses {
                    story.subject.state.lose()
                    story.subject.restart()
                }
                let before = Set(story.subject.texts().values)
                let calls = Calls { $0.target == .server(name) ? refusal : nil }
                calls.attach(to: story.subject)
                for _ in 0..<3 { _ = try? await story.subject.pass() }
                Calls.detach(from: story.subject)
                let name = "\(refusal) from \(name), memory lost: \(loses)"
                if ["changes", "snapshot"].contains(name) {
                    #expect(Set(story.subject.texts().values) == before, "\(name)")
                }
                if !loses {
                    #expect(try await story.endAnew(as: end).isEmpty, "\(name)")
                    continue
                }
                story.subject.restart()
                try await story.sea.calm()
                let there = try await story.sea.serverView().live.contents
                #expect(Set(there.keys).isSuperset(of: end.contents.keys), "\(name)")
            }
        }
    }

    // MARK: What a pass asks for

    /// All calls of the second device's pass when nothing fails.
    private func callsOfAPass() async throws -> [Calls.Call] {
        let story = try await Story.begun()
        let calls = Calls()
        calls.attach(to: story.subject)
        try await story.subject.pass()
        Calls.detach(from: story.subject)
        return calls.all
    }

    /// After a pass in which some calls failed.
    private func failing(_ fails: @escaping @Sendable (Calls.Call) -> (any Error)?) async throws -> Story {
        let story = try await Story.begun()
        Calls(fails).attach(to: story.subject)
        _ = try? await story.subject.pass()
        Calls.detach(from: story.subject)
        return story
    }

    private static func top(_ path: String) -> String { String(path.prefix { $0 != "/" }) }

    /// Where the story moves things to and from, so that one side's trouble holds the other.
    private static func related(_ folder: String) -> Set<String> {
        let moves: [Set<String>] = [["P", "P2", "A", "Q", "T"], ["f", "g"]]
        return moves.first { $0.contains(folder) } ?? [folder]
    }
}

extension Calls.Call {
    /// What it does to a path in or at the folder; nil when it is about something else.
    fileprivate func operation(below folder: String) -> MemoryFolder.Operation? {
        guard case .disk(let operation, let path) = target, path == folder || path.hasPrefix(folder + "/") else {
            return nil
        }
        return operation
    }
}
