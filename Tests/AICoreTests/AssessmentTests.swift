import AICore
import Sonography
import Testing

@Suite struct AssessmentTests {
  static let cyst = Descriptors([
    "echo": ["anechoic"], "margin": ["circumscribed"], "shape": ["oval"], "posterior": ["enhancement"],
  ])

  @Test(arguments: [
    (0.001, "3"), (0.02, "3"), (0.021, "4A"), (0.1, "4A"), (0.11, "4B"), (0.5, "4B"), (0.51, "4C"), (0.95, "4C"),
    (0.96, "5"),
  ])
  func `the category is the band the likelihood lies in`(_ malignancy: Double, _ category: String) {
    #expect(Released.card.assessment(malignancy: malignancy, descriptors: Descriptors()).rawValue == category)
  }

  @Test(arguments: [(0.001, "2"), (0.05, "2"), (0.3, "4B")])
  func `a simple cyst is benign unless the likelihood says otherwise`(_ malignancy: Double, _ category: String) {
    #expect(Released.card.assessment(malignancy: malignancy, descriptors: Self.cyst).rawValue == category)
  }

  /// Bayes by hand: odds at 35 % are 0.538, at 10 % 0.111; a logit of 0 becomes ln(0.111 / 0.538) = −1.578.
  @Test func `a lower prevalence lowers the odds by its ratio`() {
    var card = Released.card
    #expect(abs(card.calibrated(0)) < 1e-12)
    card.prevalence = 0.1
    #expect(abs(card.calibrated(0) + 1.5781854) < 1e-6)
  }
}
