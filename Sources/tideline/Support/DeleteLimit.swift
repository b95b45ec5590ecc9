import ArgumentParser
import TidelineSync

/// `--max-delete`: a share of everything (`50%`), a number of things, or `all`.
struct DeleteLimit: ExpressibleByArgument, Sendable {
    let allowance: DeleteAllowance

    init?(argument: String) {
        if argument == "all" {
            allowance = .unlimited
        } else if argument.hasSuffix("%") {
            guard let percent = Int(argument.dropLast()), (0...100).contains(percent) else { return nil }
            allowance = DeleteAllowance(countMax: .max, percentMax: percent)
        } else {
            guard let count = Int(argument), count >= 0 else { return nil }
            allowance = DeleteAllowance(countMax: count, percentMax: 100)
        }
    }
}
