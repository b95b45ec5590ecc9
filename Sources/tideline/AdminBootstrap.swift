import Foundation
import TidelineServer
import TidelineService

/// At first start: makes the tenant and its user `admin`.
///
/// A password that is made up is on disk before the user is made, so that it cannot be lost in between.
func bootstrapAdmin(_ context: ServiceContext, _ directory: DataDirectory) async throws {
    let accounts = Service(context).accounts
    guard try await accounts.isEmpty() else { return }
    if let password = ProcessInfo.processInfo.environment["TIDELINE_ADMIN_PASSWORD"], !password.isEmpty {
        _ = try await accounts.bootstrap(adminPassword: password)
        output("Made the user admin with the password in TIDELINE_ADMIN_PASSWORD.")
        return
    }
    let password = makePassword(context.secrets)
    try writePrivateFile(Array((password + "\n").utf8), to: directory.adminPasswordPath)
    _ = try await accounts.bootstrap(adminPassword: password)
    output("Made the user admin with the password \(password) (kept in \(directory.adminPasswordPath)).")
}

/// 118 bits, in letters and digits that cannot be taken for each other.
private func makePassword(_ secrets: any SecretSource) -> String {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String(secrets.bytes(24).map { alphabet[Int($0) % alphabet.count] })
}
