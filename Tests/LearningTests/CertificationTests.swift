import Foundation
import Learning
import Sonography
import Statistics
import Testing

@Suite struct CertificationTests {
  private let scope = Certification.Scope(
    module: "masses", lexicon: "birads-us-2013", set: "set-3", rubric: "rubric-2", evidence: ["a1"])

  /// An excellent trainee: everything right, well calibrated, self-reliant.
  private func excellent() -> [LearningAttempt] {
    var trainee = SimulatedTrainee(seed: 9, ability: 9)
    return (0..<160).map { index in
      var attempt = trainee.attempt(isProbe: index % 2 == 0)
      (attempt.isFirst, attempt.isUnaided) = (true, true)
      attempt.profile.isMalignant = index % 3 == 0
      attempt.calledPositive = attempt.profile.isMalignant
      // Nine in ten of those called 90 % are malignant, one in ten of those called 10 %.
      let fits = index % 10 != 9
      attempt.likelihood = attempt.profile.isMalignant == fits ? 0.9 : 0.1
      attempt.exchange = AIExchange(
        mode: .secondRead, error: index % 4 == 0 ? .miss : nil, unaidedRight: index % 5 != 0,
        finalRight: true, agreedBefore: false, agreedAfter: index % 4 != 0)
      return attempt
    }
  }

  private func certify(_ attempts: [LearningAttempt], day: Double = 70) throws -> Certification {
    let policy = try #require(LearningPolicy())
    let set = ReferenceSet((-10...10).map { .init(difficulty: Double($0) / 5) })
    let standard = try #require(CompetenceStandard.policy(score: 0.7, on: set).value)
    let standards = Dictionary(uniqueKeysWithValues: SimulatedTrainee.keys.map { ($0, standard) })
    return Certification(
      of: TraineeStanding(of: attempts, policy: policy), scope: scope, policy: policy,
      standards: standards, day: day)
  }

  @Test func `all seven conditions met certify, and the certificate names its ground`() throws {
    let certificate = try certify(excellent())
    #expect(certificate.conditions.map(\.name) == Certification.Condition.Name.allCases)
    for condition in certificate.conditions { #expect(condition.isMet, "\(condition.sentence)") }
    #expect(certificate.isMet && certificate.scope == scope)
    #expect(Certification.statement.contains("not a licence"))
  }

  @Test func `each condition alone can fail, and says by how much`() throws {
    func failing(_ day: Double = 70, _ change: (inout LearningAttempt, Int) -> Void) throws -> [String:
      String]
    {
      var attempts = excellent()
      for index in attempts.indices { change(&attempts[index], index) }
      let failed = try certify(attempts, day: day).conditions.filter { !$0.isMet }
      return Dictionary(uniqueKeysWithValues: failed.map { ($0.name.rawValue, $0.sentence) })
    }
    let few = try failing { attempt, index in
      if index < 80 { attempt.isFirst = false }
    }
    #expect(few["evidence"]?.hasPrefix("80 first unaided answers (100 needed), 40 of them") == true)
    let wrong = try failing { attempt, index in
      if attempt.profile.isProbe, index % 3 == 0 {
        attempt.results = attempt.results.mapValues { _ in 0 }
      }
    }
    #expect(wrong["competenceChart"]?.contains("find not signalled after 80 probes") == true)
    let under = try failing { attempt, index in attempt.isSevereUnderCall = index == 120 }
    #expect(Array(under.keys) == ["severeUnderCalls"])
    let earlier = try failing { attempt, index in attempt.isSevereUnderCall = index == 100 }
    #expect(earlier.isEmpty)
    let insensitive = try failing { attempt, index in
      if attempt.profile.isMalignant, index % 4 == 0 { attempt.calledPositive = false }
    }
    #expect(insensitive["sensitivityAndSpecificity"]?.contains("target 80 %") == true)
    let unknown = try failing { attempt, _ in attempt.exchange = nil }
    #expect(unknown["calibrationAndReliance"]?.contains("Not enough evidence") == true)
    #expect(Array(try failing(200) { _, _ in }.keys) == ["recency"])
    let weak = try failing { attempt, _ in
      attempt.profile.items = attempt.profile.items.mapValues {
        .init(difficulty: $0.difficulty - 9, expertScore: $0.expertScore)
      }
    }
    #expect(weak["ability"] != nil)
  }

  @Test func `nothing at all meets nothing, in sentences`() throws {
    let empty = try certify([])
    #expect(empty.conditions.allSatisfy { !$0.isMet && $0.sentence.hasSuffix(".") })
    #expect(!empty.conditions.contains { $0.sentence.contains(" nan") })
  }
}
