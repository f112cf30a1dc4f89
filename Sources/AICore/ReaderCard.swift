/// How frames of a breast become findings: the network's outputs to outlines, outlines to tracks, tracks to
/// an assessment, and how good the picture is.
///
/// Start at `FrameAnalyzer` for one frame and `LoopReading` for a loop. This module knows the conventions of
/// our model (`Models/breast-reader`); it does not know files, trainees, truth or the time of day.
///
/// The numbers of one trained model, as its `model.yaml` states them.
package struct ReaderCard: Hashable, Sendable {
  package var id: String
  package var version: String
  /// Side of the square the network sees, in pixels.
  package var inputSide: Int
  /// A mask cell belongs to a lesion above this probability.
  package var maskThreshold: Double
  /// A finding is reported at this confidence or more ...
  package var findingThreshold: Double
  /// ... and a track, once accepted, is kept alive by findings at this confidence or more.
  package var trailingThreshold: Double
  /// How the region's lesion logit, the frame's presence logit and the mean mask logit inside make a
  /// finding's confidence: weights in this order, then the constant.
  package var confidenceWeights: [Double]
  /// Divides the malignancy logit; then the constant is added.
  package var temperature: Double
  package var malignancyOffset: Double
  /// Share of malignant lesions for which temperature and offset hold, and among the lesions to be read.
  package var calibrationPrevalence: Double
  package var prevalence: Double
  /// Likelihoods of malignancy between the categories 3, 4A, 4B, 4C and 5, ascending.
  package var categoryCuts: [Double]

  package init(
    id: String, version: String, inputSide: Int, maskThreshold: Double, findingThreshold: Double,
    trailingThreshold: Double, confidenceWeights: [Double], temperature: Double, malignancyOffset: Double,
    calibrationPrevalence: Double, prevalence: Double, categoryCuts: [Double]
  ) {
    self.id = id
    self.version = version
    self.inputSide = inputSide
    self.maskThreshold = maskThreshold
    self.findingThreshold = findingThreshold
    self.trailingThreshold = trailingThreshold
    self.confidenceWeights = confidenceWeights
    self.temperature = temperature
    self.malignancyOffset = malignancyOffset
    self.calibrationPrevalence = calibrationPrevalence
    self.prevalence = prevalence
    self.categoryCuts = categoryCuts
  }

  /// What is wrong with the numbers, each as the end of a sentence; empty for a sound card.
  package var problems: [String] {
    let chances = [
      ("maskThreshold", maskThreshold), ("findingThreshold", findingThreshold),
      ("trailingThreshold", trailingThreshold), ("calibrationPrevalence", calibrationPrevalence),
      ("prevalence", prevalence),
    ]
    var found = chances.compactMap { name, value in
      value > 0 && value < 1 ? nil : "\(name) is \(value); it lies between 0 and 1"
    }
    if inputSide != 256 { found.append("inputSide is \(inputSide); this reader's network sees 256") }
    if confidenceWeights.count != 4 { found.append("confidenceWeights has \(confidenceWeights.count) numbers, not 4") }
    if !(temperature > 0) { found.append("temperature is \(temperature); it is above 0") }
    if categoryCuts.count != 4 || categoryCuts != categoryCuts.sorted() {
      found.append("categoryCuts are four likelihoods, ascending")
    }
    if trailingThreshold > findingThreshold { found.append("trailingThreshold is above findingThreshold") }
    return found
  }
}
