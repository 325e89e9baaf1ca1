import ClusterBandit

/// Orderings and scalings from the literature.
extension PlanReading {
  mutating func claim(_ fields: TargetFields, _ problems: [Plan.Problem]?) -> Claim? {
    let before = arguments.diagnostics.count
    if fields.entries["above"] == nil, fields.entries["below"] == nil {
      arguments.report(
        fields.node.position, "the claim has no bound", at: fields.path["above"],
        hint: "say what the ratio of the two means is claimed to be above or below")
    }
    let words = text("claim", of: fields)
    let source = text("source", of: fields)
    let metric = fields.entries["metric"] == nil ? .pseudoRegret : self.metric(fields)
    let above = number("above", of: fields, .closed(0, 1e50))
    let below = number("below", of: fields, .closed(0, 1e50))
    if let above, let below, above >= below {
      arguments.report(
        (fields.entries["below"] ?? fields.node).position,
        "nothing is above \(above.short) and below \(below.short)", at: fields.path["below"],
        hint: "give above the smaller number")
    }
    let numerator = side("of", of: fields, problems)
    // The second side takes over what the first one says.
    let denominator = side("to", of: fields, problems, like: numerator, isSecond: true)
    if let numerator, numerator == denominator {
      arguments.report(
        (fields.entries["to"] ?? fields.node).position,
        "both sides are \(numerator.policy.quoted) in the same environment",
        at: fields.path["to"], hint: "name another policy or environment under 'to'")
    }
    guard arguments.diagnostics.count == before, let words, let source, let metric, let numerator,
      let denominator
    else { return nil }
    return Claim(
      text: words, metric: metric, numerator: numerator, denominator: denominator, above: above,
      below: below, source: source)
  }

  private mutating func side(
    _ key: String, of fields: TargetFields, _ problems: [Plan.Problem]?,
    like other: Claim.Place? = nil, isSecond: Bool = false
  ) -> Claim.Place? {
    let before = arguments.diagnostics.count
    guard let node = fields.entries[key],
      let entries = arguments.entries(
        of: node, at: fields.path[key], allowed: ["environment", "policy"],
        what: "one side of a claim")
    else { return nil }
    // A key that is not known may be the one that is missing.
    let known = arguments.diagnostics.count == before ? problems : nil
    return place(
      node, at: fields.path[key], entries, known, like: other, reportsMissing: !isSecond)
  }
}
