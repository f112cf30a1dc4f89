/// The lesions the phantom can grow, each a region of the descriptor space it is drawn from.
package enum LesionKind: String, CaseIterable, Hashable, Sendable {
  case simpleCyst, complicatedCyst, complexMass, fibroadenoma, lipoma, lymphNode
  case spiculatedCarcinoma, angularCarcinoma, microlobulatedCarcinoma, indistinctCarcinoma
  case roundCarcinoma, scar
  case clusteredMicrocysts, epidermalCyst, seroma, papilloma, ductalInSitu, isoechoicFibroadenoma

  package var isMalignant: Bool {
    switch self {
    case .spiculatedCarcinoma, .angularCarcinoma, .microlobulatedCarcinoma, .indistinctCarcinoma,
      .roundCarcinoma, .complexMass, .ductalInSitu:
      true
    case .simpleCyst, .complicatedCyst, .fibroadenoma, .lipoma, .lymphNode, .scar,
      .clusteredMicrocysts, .epidermalCyst, .seroma, .papilloma, .isoechoicFibroadenoma:
      false
    }
  }

  package var diagnosis: String {
    switch self {
    case .simpleCyst: "simple cyst"
    case .complicatedCyst: "complicated cyst"
    case .complexMass: "encapsulated papillary carcinoma"
    case .fibroadenoma, .isoechoicFibroadenoma: "fibroadenoma"
    case .clusteredMicrocysts: "clustered microcysts"
    case .epidermalCyst: "epidermal inclusion cyst"
    case .seroma: "postoperative seroma"
    case .papilloma: "intraductal papilloma"
    case .ductalInSitu: "ductal carcinoma in situ"
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
    case .simpleCyst, .lipoma, .lymphNode, .epidermalCyst, .seroma: "2"
    case .complicatedCyst, .fibroadenoma, .isoechoicFibroadenoma, .clusteredMicrocysts: "3"
    case .roundCarcinoma, .papilloma: "4A"
    case .complexMass, .microlobulatedCarcinoma, .scar, .ductalInSitu: "4B"
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
    words["calcifications"] = [calcifications]
    words["special"] = special.map { [$0] }
    words["associated"] = associated
    return words
  }

  private var shape: String {
    switch self {
    case .roundCarcinoma: "round"
    case .spiculatedCarcinoma, .angularCarcinoma, .microlobulatedCarcinoma, .indistinctCarcinoma,
      .scar, .ductalInSitu:
      "irregular"
    default: "oval"
    }
  }

  var echo: String {
    switch self {
    case .simpleCyst, .clusteredMicrocysts, .seroma: "anechoic"
    case .complexMass: "complex_cystic_solid"
    case .lipoma: "hyperechoic"
    case .isoechoicFibroadenoma: "isoechoic"
    default: "hypoechoic"
    }
  }

  /// Posterior features that fit the kind; nil when any does.
  var posterior: [String]? {
    switch self {
    case .simpleCyst, .seroma: ["enhancement"]
    case .complicatedCyst, .complexMass, .roundCarcinoma, .clusteredMicrocysts, .papilloma:
      ["enhancement", "none"]
    case .spiculatedCarcinoma, .scar: ["shadowing"]
    case .lipoma: ["none"]
    case .fibroadenoma, .lymphNode, .isoechoicFibroadenoma: ["none", "enhancement"]
    case .angularCarcinoma, .microlobulatedCarcinoma, .epidermalCyst, .ductalInSitu: nil
    case .indistinctCarcinoma: ["none", "shadowing"]
    }
  }

  private var marginDetail: String? {
    switch self {
    case .spiculatedCarcinoma: "spiculated"
    case .angularCarcinoma: "angular"
    case .microlobulatedCarcinoma: "microlobulated"
    case .indistinctCarcinoma, .scar, .ductalInSitu: "indistinct"
    case .clusteredMicrocysts: "microlobulated"
    default: nil
    }
  }

  private var calcifications: String {
    switch self {
    case .microlobulatedCarcinoma: "in_mass"
    case .ductalInSitu: "intraductal"
    default: "none"
    }
  }

  private var associated: [String]? {
    switch self {
    case .spiculatedCarcinoma, .scar: ["architectural_distortion"]
    case .papilloma, .ductalInSitu: ["duct_changes"]
    default: nil
    }
  }

  private var special: String? {
    switch self {
    case .simpleCyst: "simple_cyst"
    case .complicatedCyst: "complicated_cyst"
    case .lymphNode: "ln_intramammary"
    case .clusteredMicrocysts: "clustered_microcysts"
    case .epidermalCyst: "mass_in_on_skin"
    case .seroma: "fluid_collection"
    default: nil
    }
  }
}
