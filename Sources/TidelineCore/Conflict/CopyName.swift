/// `name (conflicted copy, DEVICE, 2026-04-23).ext`; then ` 2`, ` 3` … before the closing parenthesis's extension.
///
/// - Parameters:
///   - day: `2026-04-23`.
///   - isTaken: asked about each name in turn until one is free.
/// - Returns: a name of at most ``Limits/nameBytesMax`` bytes. Where it must be cut, the stem is, at a character, and the
///   extension is kept.
package func conflictedCopyName(
    of name: NodeName, device: String, day: String, isTaken: (NodeName) throws -> Bool
) rethrows -> NodeName {
    let (stem, ending) = splitExtension(name.text)
    let mark = " (conflicted copy, \(cleaned(device)), \(day))"
    var number = 1
    while true {
        let candidate = assemble(stem, number == 1 ? mark : "\(mark) \(number)", ending)
        if try !isTaken(candidate) { return candidate }
        number += 1
    }
}

/// Everything after the last dot, unless that is at the start or too long to be an extension.
private func splitExtension(_ name: String) -> (stem: String, ending: String) {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name[dot...].utf8.count <= extensionBytesMax else {
        return (name, "")
    }
    return (String(name[..<dot]), String(name[dot...]))
}

private let extensionBytesMax = 32
private let deviceBytesMax = 64

/// Without what a name may not have, and short enough to leave room for the name itself.
private func cleaned(_ device: String) -> String {
    let kept = device.unicodeScalars.map { scalar in
        scalar == "/" || scalar.properties.generalCategory == .control ? "-" : Character(scalar)
    }
    return cut(String(kept).composed, toBytes: deviceBytesMax)
}

private func assemble(_ stem: String, _ mark: String, _ ending: String) -> NodeName {
    // Putting pieces together can compose characters anew, so the whole is checked and cut further when too long.
    var room = Limits.nameBytesMax - mark.utf8.count - ending.utf8.count
    while room > 0 {
        if let name = try? NodeName(cut(stem, toBytes: room) + mark + ending) { return name }
        room -= 1
    }
    preconditionFailure("mark and extension leave room for a name")
}

private func cut(_ text: String, toBytes limit: Int) -> String {
    var text = text
    while text.utf8.count > limit { text.removeLast() }
    return text
}
