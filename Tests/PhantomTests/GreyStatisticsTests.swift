import Phantom
import Sonography
import Testing

/// First- and second-order statistics of drawn breasts against those measured on real ones: whole pictures of
/// BrEaST (Pawłowska et al., Scientific Data 2024).
struct GreyStatisticsTests {
  private static let cases = 12
  private static let pictures: [GreyPicture] = (0..<cases).map { number in
    let plan = SweepPlan(
      seed: UInt64(9000 + 37 * number), composition: Composition.allCases[number % 4], lesions: [], depth: 32)
    let scanner = Scanner(plan.breast, preset: plan.preset, along: 0...0)
    return GreyPicture(scanner.look(Pose(strain: 0.02)))
  }

  private func median(_ measure: (GreyPicture) -> Double) -> Double {
    let values = Self.pictures.map(measure).sorted()
    return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
  }

  @Test
  func `grey levels lie where those of real pictures lie`() {
    #expect((50...85).contains(median { $0.percentile(0.5) }))
    #expect((115...180).contains(median { $0.percentile(0.95) }))
  }

  /// Real pictures: 8.3 in the median, 4.3 to 11.6 from the tenth to the ninetieth percentile.
  @Test
  func `quiet tissue is as rough as real tissue`() {
    #expect((4.3...11.6).contains(median { $0.quietDeviation }))
  }

  /// 5.7 is the median of 126 BrEaST pictures, measured in the same way.
  @Test
  func `grain is wider than high by as much as in real pictures`() {
    #expect((0.75 * 5.7...1.25 * 5.7).contains(median(\.grainRatio)))
  }

  /// Medians of the same pictures for details of 0-1, 1-2, ... 16-32 pixels.
  @Test(arguments: zip(0..<6, [1.3, 3.0, 4.7, 6.4, 6.5, 6.3]))
  func `details of every size are as strong as in real pictures`(band: Int, real: Double) {
    let strength = median { $0.bands[band] }
    #expect((0.75 * real...1.25 * real).contains(strength), "band \(band): \(strength)")
  }
}
