import Sonography
import Teaching
import Testing

@Suite struct ReadingSessionTests {
  let read = Read(noFinding: true)
  let other = Read(noFinding: true, duration: 3)

  @Test func `without AI one answer ends the sitting`() throws {
    var session = ReadingSession(mode: .off)
    #expect(try session.apply(.committed(read)) == [.grade(read, .first)])
    #expect(session.phase == .committed)
    #expect(throws: ReadingSession.Problem.alreadyCommitted) { try session.apply(.committed(other)) }
    #expect(throws: ReadingSession.Problem.alreadyCommitted) { try session.apply(.drafted(other)) }
  }

  @Test func `a second read takes a first and a final answer`() throws {
    var session = ReadingSession(mode: .secondRead)
    #expect(try session.apply(.drafted(read)) == [.storeDraft(read)])
    #expect(try session.apply(.committed(read)) == [.grade(read, .first)])
    #expect(session.phase == .revising)
    #expect(try session.apply(.committed(other)) == [.grade(other, .final)])
    #expect(session.phase == .committed)
  }

  @Test(arguments: [AIMode.concurrent, .onRequest])
  func `an AI that may come first comes once it is asked for, and one answer ends the sitting`(mode: AIMode) throws {
    var session = ReadingSession(mode: mode)
    #expect(!session.releasesAI)
    #expect(try session.apply(.askedForAI) == [.recordReveal])
    #expect(session.releasesAI && session.phase == .reading)
    #expect(!session.releasesTruth(.afterEachCase, unitIsComplete: true))
    #expect(try session.apply(.committed(read)) == [.grade(read, .first)])
    #expect(session.phase == .committed)
    #expect(throws: ReadingSession.Problem.alreadyCommitted) { try session.apply(.askedForAI) }
  }

  @Test(arguments: [AIMode.off, .secondRead])
  func `no asking brings the AI before an answer that must come first`(mode: AIMode) {
    var session = ReadingSession(mode: mode)
    #expect(throws: ReadingSession.Problem.aiWithheld) { try session.apply(.askedForAI) }
    #expect(!session.releasesAI)
  }

  struct Release: CustomTestStringConvertible {
    var testDescription: String
    var session: ReadingSession
    var feedback: FeedbackTime
    var unitIsComplete: Bool
    var ai: Bool
    var truth: Bool
  }

  @Test(arguments: [
    Release(
      testDescription: "nothing committed", session: ReadingSession(mode: .secondRead),
      feedback: .afterEachCase, unitIsComplete: true, ai: false, truth: false),
    Release(
      testDescription: "first of two committed",
      session: ReadingSession(mode: .secondRead, first: Read(noFinding: true)),
      feedback: .afterEachCase, unitIsComplete: true, ai: true, truth: false),
    Release(
      testDescription: "all committed",
      session: ReadingSession(mode: .off, first: Read(noFinding: true)),
      feedback: .afterEachCase, unitIsComplete: false, ai: true, truth: true),
    Release(
      testDescription: "beside the loop, not yet recorded",
      session: ReadingSession(mode: .concurrent),
      feedback: .afterEachCase, unitIsComplete: true, ai: false, truth: false),
    Release(
      testDescription: "a record of showing means nothing where the answer comes first",
      session: ReadingSession(mode: .secondRead, isAIRevealed: true),
      feedback: .afterEachCase, unitIsComplete: true, ai: false, truth: false),
    Release(
      testDescription: "all committed, feedback after the unit",
      session: ReadingSession(mode: .off, first: Read(noFinding: true)),
      feedback: .afterUnit, unitIsComplete: false, ai: true, truth: false),
    Release(
      testDescription: "all committed and the unit complete",
      session: ReadingSession(mode: .off, first: Read(noFinding: true)),
      feedback: .afterUnit, unitIsComplete: true, ai: true, truth: true),
  ])
  func `AI and truth leave only after what must come first`(_ example: Release) {
    #expect(example.session.releasesAI == example.ai)
    #expect(
      example.session.releasesTruth(example.feedback, unitIsComplete: example.unitIsComplete)
        == example.truth)
  }
}
