package import Sonography

/// Scoring: how a read compares with the truth.
///
/// Values in, values out: `ReadScorer` takes a read, its case and its reference standard and returns
/// a `Score`. Nothing here knows who read, when, or what came before, and no file, clock or chance is
/// involved, so a stored read can be scored again at any time.
///
/// Three questions stay apart: the answer against *pathology*, against the *panel* of experts, and
/// against the *AI*. A score answers the first two; `agreement(with:)` answers the third on its own,
/// and no AI output enters a score.

extension MatchingRule {
  /// The view's own spacing, or the assumed one.
  package func spacing(of view: Case.View) -> PixelSpacing {
    if let spacing = view.spacing { return spacing }
    let side = assumedExtent.value / Double(max(view.width, view.height, 1))
    return PixelSpacing(x: side, y: side)
  }
}
