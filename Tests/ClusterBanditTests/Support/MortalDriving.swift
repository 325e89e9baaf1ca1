import Randomness

@testable import ClusterBandit

/// A suite that plays on arms that die.
protocol MortalDriving: EnvironmentDriving {}

extension MortalDriving {
  /// `mortal` with few arms, or others that are given.
  func mortal(
    death: Double, _ values: [String: ParameterValue] = [:]
  ) throws -> any Environment {
    let few: [String: ParameterValue] = [
      "sizes": .numbers([3, 1, 4]), "cohesion": .number(6), "centre": .numbers([0.2, 0.8]),
      "death": .number(death),
    ]
    return try environment("mortal", few.merging(values) { $1 })
  }

  /// The births before a round, in order.
  func births(of instance: BanditInstance, until round: Int) -> [Mortality.Birth] {
    guard var births = instance.mortality?.births else { return [] }
    var found: [Mortality.Birth] = []
    while let birth = births.next(), birth.round <= round { found.append(birth) }
    return found
  }

  /// The means of all arms in each round, from the births alone.
  func means(of instance: BanditInstance, rounds: Int) -> [[Double]] {
    let births = births(of: instance, until: rounds)
    var means = instance.means.array
    return (1...rounds).map { round in
      for birth in births where birth.round == round { means[birth.arm] = birth.mean }
      return means
    }
  }
}
