import Foundation

/// Starts a program and returns its pid. Foundation's `Process` reads beyond its buffers while it starts one (Swift 6.3), which
/// now and then ends a whole test run: https://github.com/swiftlang/swift-corelibs-foundation/pull/5472
func spawn(_ command: [String], environment: [String: String], output: String, complaint: String) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    let writing = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, writing, 0o644)
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, complaint, writing, 0o644)
    for file in STDERR_FILENO + 1..<1_024 { posix_spawn_file_actions_addclose(&files, file) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    let arguments = command.map { strdup($0) }
    let variables = environment.map { strdup("\($0)=\($1)") }
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let error = posix_spawn(&pid, command[0], &files, &attributes, arguments + [nil], variables + [nil])
    guard error == 0 else { throw Trouble("cannot start \(command[0]): \(String(cString: strerror(error)))") }
    return pid
}

/// Waits for the end of a program that runs, and leaves it to ``reap(_:)``: until then nobody else has its pid.
func waitForEnd(of pid: pid_t) {
    var look = siginfo_t()
    while waitid(P_PID, id_t(pid), &look, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
}

/// Its exit status, or the number of the signal that ended it.
func reap(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : signal
}
