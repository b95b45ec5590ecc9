import Synchronization

/// What the server counts, shown at `/metrics` in Prometheus' text form.
package final class Metrics: Sendable {
    private struct Requests: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Latency {
        var counts = [Int](repeating: 0, count: Metrics.bucketMilliseconds.count)
        var count = 0
        var nanoseconds: Int64 = 0
    }

    private struct State {
        var requests: [Requests: Int] = [:]
        var latencies: [String: Latency] = [:]
        var contentBytesSent = 0
        var contentBytesReceived = 0
        var changes = 0
        var sockets = 0
    }

    private static let bucketMilliseconds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 60_000]
    private let state = Mutex(State())

    package init() {}

    /// `route` is a template, so there are only so many.
    func request(method: String, route: String, status: Int, nanoseconds: Int64) {
        state.withLock { state in
            state.requests[Requests(method: method, route: route, status: status), default: 0] += 1
            var latency = state.latencies[route, default: Latency()]
            latency.count += 1
            latency.nanoseconds += nanoseconds
            if let bucket = Self.bucketMilliseconds.firstIndex(where: { nanoseconds <= Int64($0) * 1_000_000 }) {
                latency.counts[bucket] += 1
            }
            state.latencies[route] = latency
        }
    }

    func contentSent(_ bytes: Int) { state.withLock { $0.contentBytesSent += bytes } }
    func contentReceived(_ bytes: Int) { state.withLock { $0.contentBytesReceived += bytes } }
    func changeCommitted() { state.withLock { $0.changes += 1 } }
    func socketOpened() { state.withLock { $0.sockets += 1 } }
    func socketClosed() { state.withLock { $0.sockets -= 1 } }

    var text: String {
        let state = state.withLock { $0 }
        var lines = ["# TYPE tideline_requests_total counter"]
        lines += state.requests.map { key, count in
            "tideline_requests_total{method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\"} \(count)"
        }.sorted()
        lines.append("# TYPE tideline_request_seconds histogram")
        for (route, latency) in state.latencies.sorted(by: { $0.key < $1.key }) {
            lines += histogram(route, latency)
        }
        lines += single("tideline_content_sent_bytes_total", "counter", state.contentBytesSent)
        lines += single("tideline_content_received_bytes_total", "counter", state.contentBytesReceived)
        lines += single("tideline_changes_committed_total", "counter", state.changes)
        lines += single("tideline_sockets", "gauge", state.sockets)
        return lines.joined(separator: "\n") + "\n"
    }

    private func histogram(_ route: String, _ latency: Latency) -> [String] {
        let name = "tideline_request_seconds"
        var sum = 0
        var lines = zip(Self.bucketMilliseconds, latency.counts).map { limit, count in
            sum += count
            return "\(name)_bucket{route=\"\(route)\",le=\"\(Double(limit) / 1_000)\"} \(sum)"
        }
        lines.append("\(name)_bucket{route=\"\(route)\",le=\"+Inf\"} \(latency.count)")
        lines.append("\(name)_sum{route=\"\(route)\"} \(Double(latency.nanoseconds) / 1e9)")
        lines.append("\(name)_count{route=\"\(route)\"} \(latency.count)")
        return lines
    }

    private func single(_ name: String, _ type: String, _ value: Int) -> [String] {
        ["# TYPE \(name) \(type)", "\(name) \(value)"]
    }
}
