package import NIOCore
import TidelineCore

extension TidelineClient {
    /// Live events for a device, for as long as they are read: connects again after each loss, with growing pauses. Ends
    /// when the server no longer knows the device (after `closed` with 4403 or 4404) or the login has ended. A reader that
    /// is slow gets an event that is waiting already only once.
    public func nudges(deviceID: String) -> AsyncStream<LiveEvent> {
        nudges(deviceID: deviceID, pingInterval: .seconds(Int64(Limits.socketPingSeconds)), pauses: .forSockets)
    }

    package func nudges(
        deviceID: String, pingInterval: TimeAmount, pauses: RetryPolicy
    ) -> AsyncStream<LiveEvent> {
        let mailbox = LiveMailbox()
        let loop = LiveLoop(
            Task {
                await stayConnected(deviceID, pingInterval, pauses, mailbox)
                mailbox.finish()
            })
        return AsyncStream {
            let event = await mailbox.next()
            if event == nil { loop.stop() }
            return event
        }
    }

    private func stayConnected(
        _ deviceID: String, _ pingInterval: TimeAmount, _ pauses: RetryPolicy, _ mailbox: LiveMailbox
    ) async {
        var failures = 0
        var refused: String?
        while !Task.isCancelled {
            let last = LastEvent()
            do {
                let token = try await token(otherThan: refused)
                refused = nil
                let connection = LiveConnection(
                    server: server, deviceID: deviceID, token: token, pingInterval: pingInterval)
                try await connection.run(noteAdmission: last.noteAdmission) { event in
                    last.note(event)
                    mailbox.put(event)
                }
                switch last.meaning {
                case .final: return
                // One that was taken may still be good: a membership went, and the server looks at it anew.
                case .tokenRefused: refused = last.wasAdmitted ? nil : token
                case .again: break
                }
            } catch {
                if error.kind == .notLoggedIn { return }
            }
            failures = last.wasUseful ? 1 : failures + 1
            let pause = pauses.backoff(failures: failures, random: transport.random())
            do { try await Task.sleep(for: .milliseconds(pause)) } catch { return }
        }
    }

    private func token(otherThan refused: String?) async throws(TidelineError) -> String {
        guard let refused else { return try await tokens.current() }
        guard let token = try await tokens.replacement(for: refused) else {
            throw TidelineError(.notLoggedIn, "The server no longer takes this token.")
        }
        return token
    }
}

extension RetryPolicy {
    package static let forSockets = RetryPolicy(firstDelayMilliseconds: 500, delayMillisecondsMax: 30_000)
}

/// Stops connecting when nobody holds the stream any more.
private final class LiveLoop: Sendable {
    private let task: Task<Void, Never>

    init(_ task: Task<Void, Never>) { self.task = task }
    func stop() { task.cancel() }
    deinit { task.cancel() }
}
