/// A duration in words, rounded up.
package func duration(_ seconds: Double) -> String {
  let whole = Int(max(0, min(seconds, 1e9)).rounded(.up))
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  if whole < 172_800 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
  return "\(whole / 86_400) days"
}
