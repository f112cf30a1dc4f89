import Foundation
import Records
import Sonography
import Testing

/// When the AI was first shown, and what it said: allowed by mode and phase, written once.
@Suite struct AIRevealTests {
  let store: RecordStore

  init() throws { store = try emptyStore() }

  private let said = AISaid(
    plantedError: .miss, assessment: Assessment(rawValue: "1"), malignancy: nil, modelDigest: "m1")

  @Test(arguments: [
    (AIMode.off, false), (.secondRead, false), (.concurrent, true), (.onRequest, true),
  ])
  func `before the answer the AI is shown only where the mode says so`(mode: AIMode, isAllowed: Bool)
    async throws
  {
    let ana = try await store.person()
    let attempt = try await store.opened(by: ana, mode: mode)
    #expect(try await store.reveal(said, in: attempt.id, of: ana.id, now: noon) == isAllowed)
    #expect(try await store.aiReveal(in: attempt.id)?.said == (isAllowed ? said : nil))
  }

  @Test func `the first showing stands, with the draft of that moment`() async throws {
    let ana = try await store.person()
    let attempt = try await store.opened(by: ana, mode: .onRequest)
    try await store.saveDraft("{\"marks\": []}", attempt: attempt.id, account: ana.id, now: noon)
    _ = try await store.reveal(said, in: attempt.id, of: ana.id, now: noon)
    try await store.saveDraft("{\"marks\": [1]}", attempt: attempt.id, account: ana.id, now: noon)
    let later = AISaid(plantedError: nil, assessment: nil, malignancy: 0.9, modelDigest: "m2")
    _ = try await store.reveal(later, in: attempt.id, of: ana.id, now: noon.addingTimeInterval(60))
    let kept = try #require(try await store.aiReveal(in: attempt.id))
    #expect(kept.said == said && kept.at == noon && kept.stage == .first)
    #expect(kept.draft == "{\"marks\": []}")
  }

  @Test func `an answer given after the AI was shown is not unaided`() async throws {
    let ana = try await store.person()
    let asked = try await store.opened(1, by: ana, caseId: "case-1", mode: .onRequest)
    _ = try await store.reveal(said, in: asked.id, of: ana.id, now: noon)
    _ = try await store.commit(asked.answer(key: "k1"), now: noon)
    let alone = try await store.opened(2, by: ana, caseId: "case-2", mode: .onRequest)
    _ = try await store.commit(alone.answer(key: "k2"), now: noon)
    let second = try await store.opened(3, by: ana, caseId: "case-3", unit: "u2", mode: .secondRead)
    _ = try await store.commit(second.answer(key: "k3"), now: noon)
    #expect(try await store.reveal(said, in: second.id, of: ana.id, now: noon))
    #expect(try await store.evidence(of: ana.id).map(\.isFirstUnaided) == [false, true, true])
    #expect(try await store.calls(of: ana.id).map(\.count) == [1])
    #expect(try await store.results(of: "find", in: nil).map(\.caseId) == ["case-2"])
  }

  @Test func `a plan is kept with its attempt`() async throws {
    let ana = try await store.person()
    let plan = AIPlan(isProbe: true, isErrorPlanted: false, seed: .max)
    let attempt = try await store.open(
      NewAttempt(
        id: token(9), account: ana.id, curriculum: "breast", unit: "u1", caseId: "case-1",
        caseDigest: "d1", mode: .off, plan: plan), now: noon)
    #expect(try await store.standing(of: attempt.id, account: ana.id)?.attempt.plan == plan)
  }
}
