package import TidelineCore

/// Who asks, as proven by an access token and checked against the store on this request.
package struct Caller: Hashable, Sendable {
    package let tenantID: TenantID
    package let userID: UserID
    /// Holds the scope `tenant:admin`.
    package let isTenantAdmin: Bool

    package init(tenantID: TenantID, userID: UserID, isTenantAdmin: Bool) {
        self.tenantID = tenantID
        self.userID = userID
        self.isTenantAdmin = isTenantAdmin
    }
}

/// What a verified access token says.
package struct TokenClaims: Hashable, Sendable {
    package var subject: String
    package var tenantID: String
    package var email: String?
    package var name: String?
    package var scopes: Set<String>

    package init(subject: String, tenantID: String, email: String?, name: String?, scopes: Set<String>) {
        self.subject = subject
        self.tenantID = tenantID
        self.email = email
        self.name = name
        self.scopes = scopes
    }
}
