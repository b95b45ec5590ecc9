/// What a member may do in a share.
package enum Permission: Sendable, CaseIterable {
    case read, write, delete, create, share, managePermissions
}

extension Role {
    package func grants(_ permission: Permission) -> Bool {
        switch permission {
        case .read: true
        case .write, .delete, .create: self != .reader
        case .share, .managePermissions: self == .admin || self == .owner
        }
    }
}
