extension NodeName {
    /// What keeps other systems from having this name; nil when all can.
    package var portabilityProblem: String? {
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "has a control character"
        }
        if let found = text.unicodeScalars.first(where: { #"<>:"|?*\"#.unicodeScalars.contains($0) }) {
            return "has \(found) in it"
        }
        if text.hasSuffix(".") || text.hasSuffix(" ") { return "ends with a dot or a space" }
        let stem = text.prefix { $0 != "." }.uppercased()
        let stripped = String(stem.reversed().drop { $0 == " " }.reversed())
        return Self.devices.contains(stripped) ? "is the name of a device" : nil
    }

    private static let devices: Set<String> = {
        var names: Set = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
        for number in "0123456789¹²³" { names.formUnion(["COM\(number)", "LPT\(number)"]) }
        return names
    }()
}
