extension DemoReader {
  /// A cohort as departments have them: quick and slow, careful and bold, trusting and stubborn. The
  /// first is the trainee whom the demonstration's visitors sign in as.
  static let all: [DemoReader] = [
    DemoReader(name: "trainee", displayName: "Tilda Trainee", seed: 101, end: 1.9, criterion: 0.25, share: 0.97),
    DemoReader(name: "a-berg", displayName: "A. Berg", seed: 102, end: 2.2, pace: 40, criterion: 0.1),
    DemoReader(name: "b-mensah", displayName: "B. Mensah", seed: 103, end: 1.5, criterion: -0.2),
    DemoReader(name: "c-ito", displayName: "C. Ito", seed: 104, start: 0.6, end: 2.6, pace: 30),
    DemoReader(name: "d-novak", displayName: "D. Novak", seed: 105, end: 1.2, boldness: 1.9),
    DemoReader(name: "e-rossi", displayName: "E. Rossi", seed: 106, end: 2.0, criterion: 0.5),
    DemoReader(name: "f-osei", displayName: "F. Osei", seed: 107, start: 0.2, end: 1.8, share: 0.95),
    DemoReader(name: "g-kaya", displayName: "G. Kaya", seed: 108, start: 0.4, end: 2.4, pace: 35),
    DemoReader(name: "h-petit", displayName: "H. Petit", seed: 109, start: -0.6, end: 0.9, pace: 60),
    DemoReader(name: "i-sato", displayName: "I. Sato", seed: 110, end: 1.7, share: 0.74),
    DemoReader(
      name: "j-costa", displayName: "J. Costa", seed: 111, start: -0.4, end: 0.9, criterion: -0.5,
      trust: .follows),
    DemoReader(name: "k-olsen", displayName: "K. Olsen", seed: 112, start: 0.3, end: 2.1, trust: .ignores),
    DemoReader(name: "l-moreau", displayName: "L. Moreau", seed: 113, end: 1.6, share: 0.5),
    DemoReader(name: "m-haddad", displayName: "M. Haddad", seed: 114, start: 0.1, end: 2.0),
    DemoReader(name: "p-ruiz", displayName: "P. Ruiz", seed: 115, end: 1.9, criterion: 0.3, trust: .follows),
    DemoReader(name: "r-tan", displayName: "R. Tan", seed: 116, start: -1.0, end: 0.1, pace: 80, criterion: -0.8),
    DemoReader(name: "s-lindqvist", displayName: "S. Lindqvist", seed: 117, end: 1.8),
    DemoReader(name: "t-wu", displayName: "T. Wu", seed: 118, start: -0.2, end: 1.3, share: 0.35, away: 41),
    DemoReader(name: "u-khan", displayName: "U. Khan", seed: 119, end: 1.5, share: 0.13, away: 5),
  ]
}
