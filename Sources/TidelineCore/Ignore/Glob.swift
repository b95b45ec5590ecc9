/// What one name of a pattern stands for.
enum Glob: Hashable, Sendable {
    /// `**` between slashes.
    case anyFolders
    case exactly([Unicode.Scalar])
    case tokens([Token])

    enum Token: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case anyScalar
        case anyScalars
        case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .scalar(let wanted): scalar == wanted
            case .anyScalar: true
            case .anyScalars: false
            case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    /// Bounded by the product of both lengths, whatever the pattern: only the last star is ever tried again.
    func matches(_ name: [Unicode.Scalar]) -> Bool {
        switch self {
        case .anyFolders: true
        case .exactly(let wanted): name == wanted
        case .tokens(let tokens): Self.matches(name, tokens)
        }
    }

    private static func matches(_ name: [Unicode.Scalar], _ tokens: [Token]) -> Bool {
        var token = 0
        var index = 0
        var retry: (token: Int, index: Int)?
        while index < name.count {
            if token < tokens.count, tokens[token] == .anyScalars {
                token += 1
                retry = (token, index)
            } else if token < tokens.count, tokens[token].matches(name[index]) {
                token += 1
                index += 1
            } else if let again = retry {
                retry = (again.token, again.index + 1)
                (token, index) = (again.token, again.index + 1)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anyScalars }
    }

    /// nil when the pattern is malformed: a backslash at its end, or a bracket that is not closed.
    static func segments(of pattern: [Unicode.Scalar], isAnchored: Bool) -> [Glob]? {
        var reader = PatternReader(pattern)
        var segments: [Glob] = []
        repeat {
            guard let tokens = reader.segment() else { return nil }
            let isStars = tokens.count > 1 && tokens.allSatisfy { $0 == .anyScalars }
            segments.append(isStars && isAnchored ? .anyFolders : simplest(tokens))
        } while reader.skipSlash()
        return segments
    }

    private static func simplest(_ tokens: [Token]) -> Glob {
        var scalars: [Unicode.Scalar] = []
        for token in tokens {
            guard case .scalar(let scalar) = token else { return .tokens(tokens) }
            scalars.append(scalar)
        }
        return .exactly(scalars)
    }
}

private struct PatternReader {
    private var rest: ArraySlice<Unicode.Scalar>

    init(_ pattern: [Unicode.Scalar]) { rest = pattern[...] }

    mutating func skipSlash() -> Bool { rest.popFirst() == "/" }

    /// Up to the next slash that is not part of a bracket.
    mutating func segment() -> [Glob.Token]? {
        var tokens: [Glob.Token] = []
        while let scalar = rest.first, scalar != "/" {
            rest.removeFirst()
            switch scalar {
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                tokens.append(.scalar(escaped))
            case "?": tokens.append(.anyScalar)
            case "*": tokens.append(.anyScalars)
            case "[":
                guard let bracket = bracket() else { return nil }
                tokens.append(bracket)
            default: tokens.append(.scalar(scalar))
            }
        }
        return tokens
    }

    private mutating func bracket() -> Glob.Token? {
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst { return .oneOf(ranges, isNegated: isNegated) }
            isFirst = false
            if scalar == "[", rest.first == ":", let end = endOfClass() {
                guard let named = Self.classes[String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end]))]
                else { return nil }
                ranges += named
                rest = rest[(end + 2)...]
                continue
            }
            guard let low = scalar == "\\" ? rest.popFirst() : scalar else { return nil }
            guard rest.first == "-", let next = rest.dropFirst().first, next != "]" else {
                ranges.append(low...low)
                continue
            }
            rest.removeFirst(2)
            guard let high = next == "\\" ? rest.popFirst() : next else { return nil }
            if low <= high { ranges.append(low...high) }
        }
        return nil
    }

    /// Of the colon before the bracket that ends a named class.
    private func endOfClass() -> Int? {
        guard let close = rest.firstIndex(of: "]"), close - rest.startIndex >= 2, rest[close - 1] == ":" else {
            return nil
        }
        return close - 1
    }

    private static let classes: [String: [ClosedRange<Unicode.Scalar>]] = [
        "alnum": ["0"..."9", "A"..."Z", "a"..."z"], "alpha": ["A"..."Z", "a"..."z"], "blank": [" "..." ", "\t"..."\t"],
        "cntrl": ["\0"..."\u{1F}", "\u{7F}"..."\u{7F}"], "digit": ["0"..."9"], "graph": ["!"..."~"],
        "lower": ["a"..."z"], "print": [" "..."~"], "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"],
        "space": [" "..." ", "\t"..."\r"], "upper": ["A"..."Z"], "xdigit": ["0"..."9", "A"..."F", "a"..."f"],
    ]
}
