import Foundation
package import Logging
package import TidelineCore

/// Writes each log entry as one line of JSON to standard error.
package struct JSONLinesLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let clock: any TimeSource

    package init(label: String, level: Logger.Level, clock: any TimeSource) {
        self.label = label
        logLevel = level
        self.clock = clock
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = "{\"time\":\"\(clock.now().rfc3339)\",\"level\":\"\(event.level.rawValue)\""
        append("logger", label, to: &line)
        append("message", event.message.description, to: &line)
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { append(key, value.description, to: &line) }
        line += "}\n"
        // One write, so that lines of several threads do not mix.
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func append(_ key: String, _ value: String, to line: inout String) {
        line += ","
        appendJSONString(key, to: &line)
        line += ":"
        appendJSONString(value, to: &line)
    }
}

private func appendJSONString(_ text: String, to line: inout String) {
    line += "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": line += "\\\""
        case "\\": line += "\\\\"
        case "\n": line += "\\n"
        case _ where scalar.value < 0x20:
            line += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: line.unicodeScalars.append(scalar)
        }
    }
    line += "\""
}
