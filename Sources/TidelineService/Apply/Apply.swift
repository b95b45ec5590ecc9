package import TidelineAPI

/// Applies a batch of client changes in one transaction.
package struct Apply: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func callAsFunction(_ caller: Caller, _ body: ApplyBody) async throws -> ApplyAnswer { fatalError() }
}
