/// The lesions the phantom can grow, each a region of the descriptor space it is drawn from.
package enum LesionKind: String, CaseIterable, Hashable, Sendable {
  case simpleCyst, complicatedCyst, complexMass, fibroadenoma, lipoma, lymphNode
  case spiculatedCarcinoma, angularCarcinoma, microlobulatedCarcinoma, indistinctCarcinoma
  case roundCarcinoma, scar

  package var isMalignant: Bool {
    switch self {
    case .spiculatedCarcinoma, .angularCarcinoma, .microlobulatedCarcinoma, .indistinctCarcinoma,
      .roundCarcinoma, .complexMass:
      true
    case .simpleCyst, .complicatedCyst, .fibroadenoma, .lipoma, .lymphNode, .scar: false
    }
  }

  package var diagnosis: String {
    switch self {
    case .simpleCyst: "simple cyst"
    case .complicatedCyst: "complicated cyst"
    case .complexMass: "encapsulated papillary carcinoma"
    case .fibroadenoma: "fibroadenoma"
    case .lipoma: "lipoma"
    case .lymphNode: "intramammary lymph node"
    case .spiculatedCarcinoma, .angularCarcinoma, .microlobulatedCarcinoma:
      "invasive carcinoma of no special type"
    case .indistinctCarcinoma: "invasive lobular carcinoma"
    case .roundCarcinoma: "invasive carcinoma, triple negative"
    case .scar: "postsurgical scar"
    }
  }

  /// The category a careful reader gives when the descriptors are as drawn.
  package var assessment: String {
    switch self {
    case .simpleCyst, .lipoma, .lymphNode: "2"
    case .complicatedCyst, .fibroadenoma: "3"
    case .roundCarcinoma: "4A"
    case .complexMass, .microlobulatedCarcinoma, .scar: "4B"
    case .angularCarcinoma, .indistinctCarcinoma: "4C"
    case .spiculatedCarcinoma: "5"
    }
  }

  /// The lexicon's words this kind is grown to show. Orientation and posterior features are read off the
  /// rendered picture instead.
  package var intended: [String: [String]] {
    var words: [String: [String]] = ["shape": [shape], "echo": [echo]]
    words["margin"] = [marginDetail == nil ? "circumscribed" : "not_circumscribed"]
    words["margin_detail"] = marginDetail.map { [$0] }
    words["calcifications"] = [self == .microlobulatedCarcinoma ? "in_mass" : "none"]
    if let special { words["special"] = [special] }
    return words
  }

  private var shape: String {
    switch self {
    case .roundCarcinoma: "round"
    case .spiculatedCarcinoma, .angularCarcinoma, .microlobulatedCarcinoma, .indistinctCarcinoma,
      .scar:
      "irregular"
    default: "oval"
    }
  }

  var echo: String {
    switch self {
    case .simpleCyst: "anechoic"
    case .complexMass: "complex_cystic_solid"
    case .lipoma: "hyperechoic"
    default: "hypoechoic"
    }
  }

  /// Posterior features that fit the kind; nil when any does.
  var posterior: [String]? {
    switch self {
    case .simpleCyst: ["enhancement"]
    case .complicatedCyst, .complexMass, .roundCarcinoma: ["enhancement", "none"]
    case .spiculatedCarcinoma, .scar: ["shadowing"]
    case .lipoma: ["none"]
    case .fibroadenoma, .lymphNode: ["none", "enhancement"]
    case .angularCarcinoma, .microlobulatedCarcinoma: nil
    case .indistinctCarcinoma: ["none", "shadowing"]
    }
  }

  private var marginDetail: String? {
    switch self {
    case .spiculatedCarcinoma: "spiculated"
    case .angularCarcinoma: "angular"
    case .microlobulatedCarcinoma: "microlobulated"
    case .indistinctCarcinoma, .scar: "indistinct"
    default: nil
    }
  }

  private var special: String? {
    switch self {
    case .simpleCyst: "simple_cyst"
    case .complicatedCyst: "complicated_cyst"
    case .lymphNode: "ln_intramammary"
    default: nil
    }
  }
}
