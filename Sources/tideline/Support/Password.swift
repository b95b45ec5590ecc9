import ArgumentParser
import Foundation
import Glibc
import TidelineCore

struct PasswordOptions: ParsableArguments, Sendable {
    @Option(help: "Read the password from this file's first line.")
    var passwordFile: String?

    /// From the file, else from TIDELINE_PASSWORD, else from a prompt that shows nothing.
    func password(prompt: String) throws -> String {
        if let passwordFile { return try firstLine(of: passwordFile) }
        if let password = ProcessInfo.processInfo.environment["TIDELINE_PASSWORD"], !password.isEmpty {
            return password
        }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("No password. Give --password-file FILE or set TIDELINE_PASSWORD.", .usage)
        }
        return try askPassword(prompt)
    }
}

private func firstLine(of path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
        throw Failure("Cannot read the password file \(path).")
    }
    defer { try? file.close() }
    // Twice the limit, so that a password that is too long is refused and not cut.
    let bytes = try file.read(upToCount: 2 * Limits.passwordBytesMax) ?? Data()
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard !line.isEmpty else { throw Failure("The password file \(path) starts with an empty line.") }
    return String(decoding: line, as: UTF8.self)
}

/// The terminal sends each key and no signals meanwhile, so that it cannot be left without echo.
private func askPassword(_ prompt: String) throws -> String {
    var saved = termios()
    guard tcgetattr(STDIN_FILENO, &saved) == 0 else { throw Failure("The terminal cannot hide a password.") }
    var silent = saved
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
        complain("")
    }
    FileHandle.standardError.write(Data(prompt.utf8))
    var bytes: [UInt8] = []
    while bytes.count <= Limits.passwordBytesMax {
        var byte: UInt8 = 0
        guard read(STDIN_FILENO, &byte, 1) == 1 else { break }
        switch byte {
        case 3, 28: throw CancellationError()
        case 4, 10, 13: return String(decoding: bytes, as: UTF8.self)
        case 8, 127:
            let text = String(decoding: bytes, as: UTF8.self)
            bytes = Array(text.dropLast().utf8)
        default: bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
