/// What this program calls itself to others.
package enum Program {
    package static let name = "tideline"
    package static let version = "0.1.0"
}
