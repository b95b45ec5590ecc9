public import ArgumentParser
public import TidelineCore

extension Role: ExpressibleByArgument {}
extension ConflictResolution: ExpressibleByArgument {}
