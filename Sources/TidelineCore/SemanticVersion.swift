/// Checks the grammar of https://semver.org version 2.0.0.
package func isSemanticVersion(_ text: String) -> Bool {
    let buildParts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    if buildParts.count == 2, !areIdentifiers(buildParts[1], numbersMayLeadWithZero: true) { return false }
    let releaseParts = buildParts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    if releaseParts.count == 2, !areIdentifiers(releaseParts[1], numbersMayLeadWithZero: false) { return false }
    let numbers = releaseParts[0].split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy { isNumber($0) && hasNoLeadingZero($0) }
}

private func areIdentifiers(_ text: Substring, numbersMayLeadWithZero: Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty
            && part.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
                default: false
                }
            } && (numbersMayLeadWithZero || !isNumber(part) || hasNoLeadingZero(part))
    }
}

private func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
}

private func hasNoLeadingZero(_ text: Substring) -> Bool { text == "0" || text.utf8.first != 0x30 }
