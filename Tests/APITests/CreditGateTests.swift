import API
import Testing

@Suite struct CreditGateTests {
  @Test func `a viewer that grants nothing gets nothing`() async {
    let gate = CreditGate(credit: 0)
    let sending = Task { await gate.spend(10) }
    try? await Task.sleep(for: .milliseconds(30))
    await gate.close()
    #expect(await sending.value == false)
  }

  @Test func `every frame spends one credit`() async {
    let gate = CreditGate(credit: 2)
    #expect(await gate.spend(10))
    #expect(await gate.spend(10))
    let third = Task { await gate.spend(10) }
    await gate.grant(1)
    #expect(await third.value)
  }

  @Test func `large frames wait until earlier ones are taken`() async {
    let gate = CreditGate(credit: 8)
    #expect(await gate.spend(200 * 1024))
    let second = Task { await gate.spend(100 * 1024) }
    try? await Task.sleep(for: .milliseconds(30))
    await gate.grant(1)
    #expect(await second.value)
  }

  @Test(arguments: [-5, 0, Int.max])
  func `absurd grants neither trap nor open the gate without end`(frames: Int) async {
    let gate = CreditGate(credit: 1)
    #expect(await gate.spend(1))
    await gate.grant(frames)
    await gate.close()
    #expect(await gate.spend(1) == false)
  }
}
