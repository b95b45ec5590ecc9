package import TidelineAPI

/// Shares and their members. Each change writes a row of the log.
package struct Shares: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func list(_ caller: Caller) async throws -> ShareList { fatalError() }
    package func create(_ caller: Caller, _ body: NewShareBody) async throws -> ShareBody { fatalError() }
    package func get(_ caller: Caller, id: String) async throws -> ShareBody { fatalError() }
    package func update(_ caller: Caller, id: String, _ body: SharePatchBody) async throws -> ShareBody { fatalError() }
    package func delete(_ caller: Caller, id: String) async throws { fatalError() }
    package func members(_ caller: Caller, id: String) async throws -> MemberList { fatalError() }
    package func addMember(_ caller: Caller, id: String, _ body: NewMemberBody) async throws -> MemberBody {
        fatalError()
    }
    package func updateMember(_ caller: Caller, id: String, user: String, _ body: MemberPatchBody) async throws
        -> MemberBody
    {
        fatalError()
    }
    package func removeMember(_ caller: Caller, id: String, user: String) async throws { fatalError() }
}
