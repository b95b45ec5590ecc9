import Testing
import TidelineSimulator
import TidelineTestKit

@Suite struct SimulationTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>) func `the same seed gives the same run, to the last hash`(
        seed: UInt64
    ) {
        let (one, other) = (Simulation.run(seed: seed), Simulation.run(seed: seed))
        #expect(one.hash == other.hash && one.steps == other.steps)
    }

    @Test func `another seed gives another run`() {
        #expect(Simulation.run(seed: 1).hash != Simulation.run(seed: 2).hash)
    }
}
